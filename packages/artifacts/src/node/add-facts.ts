import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import type { Fact } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import type { Addition } from '../addition-schema.js';
import { factsHash, factsText } from './facts-hash.js';
import { sha256 } from './read-checked.js';
import { factCount, runFiles, type WritableRun } from './run.js';
import { writeSeal } from './seal.js';

/** Facts to add to a run. */
export interface AddedFacts extends Pick<Addition, 'batchSize' | 'packageVersion' | 'engine' | 'linalg'> {
  readonly facts: readonly Fact[];
}

/**
 * Gives a finished run more facts: the next batch begins with the first of them. The facts are written first, then the
 * record that makes them count, then the seal.
 *
 * @throws {EditError} `run-unfinished` while batches of the facts before are still to come
 * @throws {OutputError} `lock-lost`, `disk-full`, `output-unwritable`, `output-failed`; the run is as it was
 */
export async function addFacts(run: WritableRun, { facts, ...how }: AddedFacts): Promise<WritableRun> {
  const { directory, additions } = run;
  const from = factCount(run);
  const edited = run.batches.at(-1)?.to ?? 0;
  if (edited < from) {
    throw new EditError({
      code: 'run-unfinished',
      message: `${directory} has edited ${edited} of its ${from} facts.`,
      hint: 'Finish it with the facts it was given last, then add others.',
      data: { run: directory, edited, facts: from },
    });
  }
  const addition: Addition = {
    addition: additions.length + 1,
    previous: run.additionsHead,
    from,
    facts: { count: facts.length, hash: factsHash(facts) },
    ...how,
  };
  await run.lock.check();
  await makeFolder(runFiles.additions(directory));
  await writeFileAtomically(runFiles.addedFacts(directory, addition.addition), factsText(facts));
  await run.lock.check();
  const whole = { format: 'alphaedit-addition', schemaVersion: 1, ...addition };
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  await writeFileAtomically(runFiles.addition(directory, addition.addition), text);
  const added = { ...run, additions: [...additions, addition], additionsHead: sha256(text), sealed: true };
  await writeSeal(added);
  return added;
}
