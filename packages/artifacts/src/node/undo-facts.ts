import { writeFileAtomically } from '@alphaedit/files';
import { EditError, plural } from '@alphaedit/spec';
import { type LedgerEntry, undoneAfter } from '../ledger-schema.js';
import type { BatchRecord } from '../run-schema.js';
import { separable } from '../without-facts.js';
import { columnsOf, readDeltas } from './read-deltas.js';
import { type Run, runFiles, type WritableRun } from './run.js';
import { writeSeal } from './seal.js';

/** What is asked of the ledger. */
export interface LedgerRequest {
  /** Facts of the run, counted from 0. */
  readonly facts: readonly number[];
  /** When; now by default. */
  readonly at?: Date;
}

/**
 * Takes facts out of a run: from now on `readDeltas` gives its changes without theirs. Nothing is lost, and
 * `restoreFacts` puts them back to the bit.
 *
 * An editor with a closed form adds Δ = Σᵢ rᵢ aᵢᵀ, one column per fact; what fact i added is rᵢ aᵢᵀ, and as
 * aᵢᵀ k ≈ 0 for the keys k of other facts, those keep their answers. A change that is not kept by fact (RECT, PRUNE,
 * FT) can only be taken back batch by batch, from the last.
 *
 * @returns the run with the facts out
 * @throws {EditError} `no-such-fact`, `already-undone`, `not-separable`; the run is as it was
 * @throws {OutputError} when the ledger cannot be written; the run is as it was
 */
export async function undoFacts(run: WritableRun, { facts, at }: LedgerRequest): Promise<WritableRun> {
  checkFacts(run, facts);
  const already = facts.find((fact) => run.undone.has(fact));
  if (already !== undefined) {
    throw new EditError({
      code: 'already-undone',
      message: `Fact ${already + 1} of ${run.directory} is undone already.`,
      hint: `See \`listRun('${run.directory}')\`; \`changeLedger('${run.directory}', { action: 'restore' })\` puts facts back.`,
      data: { run: run.directory, fact: already },
    });
  }
  return append(run, { action: 'undo', facts: [...facts], at: stamp(at) });
}

/** Puts facts back that were undone, to the bit. @throws {EditError} `no-such-fact`, `not-undone`, `not-separable` */
export async function restoreFacts(run: WritableRun, { facts, at }: LedgerRequest): Promise<WritableRun> {
  checkFacts(run, facts);
  const there = facts.find((fact) => !run.undone.has(fact));
  if (there !== undefined) {
    throw new EditError({
      code: 'not-undone',
      message: `Fact ${there + 1} of ${run.directory} is not undone.`,
      hint: `See \`listRun('${run.directory}')\` for the facts that are.`,
      data: { run: run.directory, fact: there },
    });
  }
  return append(run, { action: 'restore', facts: [...facts], at: stamp(at) });
}

const stamp = (at = new Date()) => at.toISOString();

function checkFacts({ directory, batches }: Run, facts: readonly number[]): void {
  const count = batches.at(-1)?.to ?? 0;
  const wrong = facts.find((fact) => !Number.isInteger(fact) || fact < 0 || fact >= count);
  if (facts.length > 0 && wrong === undefined) return;
  throw new EditError({
    code: 'no-such-fact',
    message:
      wrong === undefined
        ? 'No facts were named.'
        : `${directory} has edited ${plural(count, 'fact')}; ${wrong + 1} is none of them.`,
    hint: `See \`listRun('${directory}')\` for its facts.`,
    data: { run: directory, facts },
  });
}

async function append(run: WritableRun, entry: LedgerEntry): Promise<WritableRun> {
  const ledger = [...run.ledger, entry];
  const next: WritableRun = { ...run, ledger, undone: undoneAfter(ledger) };
  await checkSeparable(next);
  await run.lock.check();
  const text = { format: 'alphaedit-ledger', schemaVersion: 1, entries: ledger };
  await writeFileAtomically(runFiles.ledger(run.directory), `${JSON.stringify(text, undefined, 2)}\n`);
  const sealed = { ...next, sealed: true };
  await writeSeal(sealed);
  return sealed;
}

/** @throws {EditError} `not-separable` where a batch would be left with a part of its facts that cannot be told apart */
async function checkSeparable(run: Run): Promise<void> {
  const { batches, undone } = run;
  const left = (record: BatchRecord) => record.to - record.from - countIn(record, undone);
  const last = batches.findLastIndex((record) => left(record) > 0);
  const touched = batches.slice(0, last + 1).filter((record) => countIn(record, undone) > 0);
  for await (const { record, deltas } of readDeltas({ ...run, batches: touched }, { asMade: true })) {
    if (separable(deltas, columnsOf(record))) continue;
    throw new EditError({
      code: 'not-separable',
      message: `The change of batch ${record.batch} (${run.manifest.editor}) is not kept by fact: facts ${record.from + 1} to ${record.to} cannot be taken out of it one by one.`,
      hint: 'Undo whole batches from the last one backwards, or edit again without these facts.',
      data: { run: run.directory, batch: record.batch, editor: run.manifest.editor },
    });
  }
}

function countIn({ from, to }: BatchRecord, facts: ReadonlySet<number>): number {
  let count = 0;
  for (let fact = from; fact < to; fact++) if (facts.has(fact)) count++;
  return count;
}
