import { writeFileAtomically } from '@alphaedit/files';
import { removeLeftovers } from './remove-leftovers.js';
import { runFiles, type WritableRun } from './run.js';

/** Writes `metrics.json`, figures about a whole run as plain data, and tidies the folder. @throws {OutputError} */
export async function finishRun(run: WritableRun, metrics: object): Promise<void> {
  await run.lock.check();
  await writeFileAtomically(runFiles.metrics(run.directory), `${JSON.stringify(metrics, undefined, 2)}\n`);
  await removeLeftovers(run);
}
