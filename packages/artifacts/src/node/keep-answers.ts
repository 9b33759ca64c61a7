import { existsSync } from 'node:fs';
import { writeFileAtomically } from '@alphaedit/files';
import { answersSchema, type RunAnswers } from '../answers-schema.js';
import { readCheckedJson } from './read-checked.js';
import { type Run, runFiles, type WritableRun } from './run.js';

/** Keeps what the model says to the facts of a run as it stands. @throws {OutputError} */
export async function keepAnswers(
  run: WritableRun,
  { knownBefore, answers }: Pick<RunAnswers, 'knownBefore' | 'answers'>,
): Promise<void> {
  await run.lock.check();
  const whole = {
    format: 'alphaedit-answers',
    schemaVersion: 1,
    batches: run.batches.length,
    undone: [...run.undone].sort((a, b) => a - b),
    knownBefore,
    answers,
  };
  await writeFileAtomically(runFiles.answers(run.directory), `${JSON.stringify(whole, undefined, 1)}\n`);
}

/**
 * What the model says to the facts of a run, as it was measured; nothing where it was not, or the run has changed
 * since: a batch more, or facts taken out or put back.
 *
 * @throws {EditError} `run-broken`
 */
export async function readAnswers(run: Run): Promise<RunAnswers | undefined> {
  const kept = await readKept(run.directory);
  const same = kept?.batches === run.batches.length && sameFacts(kept.undone, run.undone);
  return same ? kept : undefined;
}

/** Facts, counted from 0, that the model said before the run began; nothing where that was not measured. */
export async function readKnownBefore(run: Run): Promise<readonly number[] | undefined> {
  return (await readKept(run.directory))?.knownBefore;
}

async function readKept(directory: string): Promise<RunAnswers | undefined> {
  const path = runFiles.answers(directory);
  return existsSync(path) ? readCheckedJson(path, answersSchema) : undefined;
}

const sameFacts = (kept: readonly number[], now: ReadonlySet<number>) =>
  kept.length === now.size && kept.every((fact) => now.has(fact));
