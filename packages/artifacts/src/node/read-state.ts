import type { EditorState } from '@alphaedit/spec';
import { decodeState } from '../decode-state.js';
import { runBroken } from '../run-broken.js';
import { readCheckedBytes } from './read-checked.js';
import { readHistory } from './read-history.js';
import { type Run, runFiles } from './run.js';

/**
 * What the last whole batch handed on, before the first batch what the edits before the run did; nothing where there are
 * none, or for an editor whose batches do not know of one another.
 *
 * @throws {EditError} `run-broken`
 */
export async function readState(run: Run): Promise<EditorState | undefined> {
  const { directory, batches } = run;
  const last = batches.at(-1);
  if (last === undefined) return (await readHistory(run))?.state;
  if (last.stateHash === null) return undefined;
  let state: EditorState | undefined;
  for (const { batch, stateHash } of batches.slice((last.stateFrom ?? last.batch) - 1)) {
    const path = runFiles.state(directory, batch);
    if (stateHash === null) throw runBroken(runFiles.record(directory, batch), 'has no state');
    state = decodeState(await readCheckedBytes(path, stateHash), path, state);
  }
  return state;
}
