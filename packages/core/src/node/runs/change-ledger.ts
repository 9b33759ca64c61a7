import {
  batchOf,
  lockRun,
  openRun,
  type Run,
  readRunFacts,
  restoreFacts,
  supersededFacts,
  undoFacts,
  type WritableRun,
} from '@alphaedit/artifacts/node';
import { EditError, type Fact, supersededBy, type Warning } from '@alphaedit/spec';
import { findFacts } from './find-facts.js';

/** A change of the ledger takes moments; an edit holds the lock for as long as it takes. */
const PATIENCE_MS = 5_000;

/** Which facts of a run to take out, or to put back. */
export interface LedgerChangeOptions {
  readonly action: 'undo' | 'restore';
  /** Ids of facts, or `#N` for the N-th fact of the run, counted from 1; all facts that can be where left out. */
  readonly facts?: readonly string[];
}

/** A run after its ledger was changed. */
export interface LedgerChange {
  readonly run: Run;
  /** The facts taken out or put back, with their numbers in the run, counted from 1. */
  readonly changed: readonly (Fact & { readonly number: number })[];
  /** Facts of the run that are applied now, and that are not. */
  readonly applied: number;
  readonly undone: number;
  readonly warnings: readonly Warning[];
}

/**
 * Takes facts out of a run folder or puts them back. Nothing is lost: the ledger keeps what was done, and everything
 * that reads the run follows it.
 *
 * @throws {EditError} `no-run`, `run-broken`, `no-such-fact`, `already-undone`, `not-undone`, `not-separable`
 * Waits a while for another process that writes to the run.
 *
 * @throws {OutputError} `output-locked`; when the ledger cannot be written; the run is as it was
 */
export async function changeLedger(
  directory: string,
  { action, facts: names }: LedgerChangeOptions,
): Promise<LedgerChange> {
  await openRun(directory);
  const lock = await lockRun(directory, { purpose: action, patience: PATIENCE_MS });
  try {
    // As it is now that nobody else writes to it.
    return await changeLocked(await openRun(directory, lock), { action, facts: names });
  } finally {
    await lock.release();
  }
}

async function changeLocked(
  run: WritableRun,
  { action, facts: names }: LedgerChangeOptions,
): Promise<LedgerChange> {
  const { directory } = run;
  const edited = (await readRunFacts(run)).slice(0, run.batches.at(-1)?.to ?? 0);
  const restore = action === 'restore';
  const all = [...edited.keys()].filter((i) => run.undone.has(i) === restore);
  const chosen = names ? findFacts(edited, names, directory) : all;
  if (chosen.length === 0) throw nothingTo(action, directory, edited.length);
  const next = await (restore ? restoreFacts : undoFacts)(run, { facts: chosen });
  return {
    run: next,
    changed: chosen.map((i) => ({ ...edited[i]!, number: i + 1 })),
    applied: edited.length - next.undone.size,
    undone: next.undone.size,
    warnings:
      run.manifest.repeated === 'replace'
        ? await standAgain(run, next, edited)
        : editedAgain(run, edited, chosen),
  };
}

/** Without names every fact is meant that can be: there is none. */
function nothingTo(action: LedgerChangeOptions['action'], run: string, facts: number): EditError {
  const restore = action === 'restore';
  return new EditError({
    code: restore ? 'not-undone' : 'already-undone',
    message: restore
      ? `There is nothing to restore: no fact of ${run} is undone.`
      : facts === 0
        ? `There is nothing to undo: ${run} has edited no fact yet.`
        : `There is nothing to undo: every fact of ${run} is undone already.`,
    hint: `See \`listRun('${run}')\` for its facts.`,
    data: { run },
  });
}

/** Facts that stand again now that those in their place are undone; and those that no longer do. */
async function standAgain(before: Run, after: Run, facts: readonly Fact[]): Promise<Warning[]> {
  const [then, now] = [await supersededFacts(before), await supersededFacts(after)];
  return [...then.keys()]
    .filter((fact) => !now.has(fact) && !after.undone.has(fact))
    .map((fact) => ({
      code: 'stands-again',
      message: `Fact #${fact + 1} ${facts[fact]!.subject} → ${facts[fact]!.target} stands again: it was superseded by #${then.get(fact)! + 1}.`,
      data: { fact: fact + 1 },
    }));
}

/** In a run that keeps both: facts undone that a later, applied one edits again. */
function editedAgain(run: Run, facts: readonly Fact[], chosen: readonly number[]): Warning[] {
  const superseding = supersededBy(facts, {
    batchOf: batchOf(run),
    undone: new Set([...run.undone, ...chosen]),
  });
  return chosen.flatMap((fact) => {
    const by = superseding.get(fact);
    if (by === undefined) return [];
    return [
      {
        code: 'edited-again',
        message: `Fact #${fact + 1} was edited again as #${by + 1}, whose change was measured on top of it: undo that one too, or edit it anew.`,
      },
    ];
  });
}
