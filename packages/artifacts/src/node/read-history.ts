import { decodeState } from '../decode-state.js';
import type { EditHistory } from './create-run.js';
import { readCheckedBytes } from './read-checked.js';
import { readFactLines } from './read-run-facts.js';
import { type Run, runFiles } from './run.js';

/**
 * The edits that were in the model before a run; nothing for a run that knows of none.
 *
 * @throws {EditError} `run-broken`
 */
export async function readHistory({
  directory,
  manifest: { history },
}: Pick<Run, 'directory' | 'manifest'>): Promise<EditHistory | undefined> {
  if (!history) return undefined;
  const { facts, takenOut, stateHash } = history;
  const path = runFiles.historyState(directory);
  return {
    facts: await readFactLines(runFiles.historyFacts(directory), facts.hash),
    takenOut: new Set(takenOut),
    state: stateHash === null ? undefined : decodeState(await readCheckedBytes(path, stateHash), path),
  };
}
