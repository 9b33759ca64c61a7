import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Lock, makeFolder, removeTree, writeFileAtomically } from '@alphaedit/files';
import type { EditorState, Fact } from '@alphaedit/spec';
import { OutputError } from '@alphaedit/spec';
import { encodeState } from '../encode-state.js';
import type { RunManifest } from '../run-schema.js';
import { factsHash, factsText } from './facts-hash.js';
import { sha256 } from './read-checked.js';
import { LOCK_FILES, runExists, runFiles, type WritableRun } from './run.js';
import { writeSeal } from './seal.js';

/** What a run that was killed before its manifest leaves. */
const LEFTOVER = /^(seal\.json|facts\.jsonl|answers\.json|batches|values|state|history|.*\.tmp)$/;

/** Edits that are in a model before a run, which its editor is to know of. */
export interface EditHistory {
  /** Their facts, in the order they were edited in. */
  readonly facts: readonly Fact[];
  /** Those that no longer count, counted from 0. */
  readonly takenOut: ReadonlySet<number>;
  /** What the editor of these edits handed on. */
  readonly state: EditorState | undefined;
}

/** What a manifest says of a history. */
export function historyEntry({ facts, takenOut, state }: EditHistory): NonNullable<RunManifest['history']> {
  return {
    facts: { count: facts.length, hash: factsHash(facts) },
    takenOut: [...takenOut].sort((a, b) => a - b),
    stateHash: state ? sha256(encodeState(state)) : null,
  };
}

/**
 * Begins a run in an empty or absent folder. The manifest is written last: a folder without one is no run.
 *
 * @param lock of `lockRun(directory)`
 * @param history that of the manifest's `history`
 * @throws {OutputError} `run-exists`, `output-not-empty`, `output-unwritable`, `disk-full`, `output-failed`
 */
export async function createRun(
  directory: string,
  manifest: RunManifest,
  facts: readonly Fact[],
  lock: Lock,
  history?: EditHistory,
): Promise<WritableRun> {
  if (runExists(directory)) {
    throw new OutputError({
      code: 'run-exists',
      message: `${directory} holds a run already.`,
      hint: 'Continue it with the same inputs, or choose another output folder.',
      data: { run: directory },
    });
  }
  await makeFolder(directory);
  const names = (await readdir(directory)).filter((name) => !LOCK_FILES.test(name));
  const stranger = names.find((name) => !LEFTOVER.test(name));
  if (stranger !== undefined) {
    throw new OutputError({
      code: 'output-not-empty',
      message: `${directory} holds other files (${stranger}).`,
      hint: 'Choose a new or empty output folder.',
      data: { run: directory, file: stranger },
    });
  }
  await lock.check();
  for (const name of names) await removeTree(join(directory, name));
  await makeFolder(runFiles.batches(directory));
  await makeFolder(runFiles.states(directory));
  await writeFileAtomically(runFiles.facts(directory), factsText(facts));
  if (history) {
    await makeFolder(dirname(runFiles.historyFacts(directory)));
    await writeFileAtomically(runFiles.historyFacts(directory), factsText(history.facts));
    if (history.state)
      await writeFileAtomically(runFiles.historyState(directory), encodeState(history.state));
  }
  const whole = { format: 'alphaedit-run', schemaVersion: 2, ...manifest };
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  const hash = sha256(text);
  const run = {
    ...{ directory, manifest, manifestHash: hash, batches: [], head: hash, sealed: true },
    ...{ additions: [], additionsHead: hash },
    ...{ ledger: [], undone: new Set<number>(), lock },
  };
  await writeSeal(run);
  await writeFileAtomically(runFiles.manifest(directory), text);
  return run;
}
