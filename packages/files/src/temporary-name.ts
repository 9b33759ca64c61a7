import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mayRun, thisProcess } from './lock/process-identity.js';
import { removeTree } from './remove-file.js';

/** Names that `temporaryName` gives: kernel and container, process id, when the process began, and a count. */
const TEMPORARY = /\.([0-9a-f]{8})-(\d+)-([0-9a-z]+)-\d+\.tmp$/;
/** What a process that cannot be seen from here has not touched for so long is given up. */
const GIVEN_UP_MS = 24 * 60 * 60 * 1000;

let count = 0;

/** A name beside `path` that no other process gives: also none in a container with the same process id. */
export function temporaryName(path: string): string {
  const { pid, started } = thisProcess();
  return `${path}.${place()}-${pid}-${Number(started ?? 0).toString(36)}-${count++}.tmp`;
}

/**
 * Removes files and folders beside which a process was killed while it wrote them. Those of processes that run stay,
 * and so do those of processes that cannot be seen from here (another container, another host) if they were touched
 * within a day. A writer whose temporary is removed all the same fails; it never publishes something else.
 */
export async function removeStaleTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const found = TEMPORARY.exec(name);
    if (!found) continue;
    const path = join(folder, name);
    if (await isStale(path, found)) await removeTree(path);
  }
}

async function isStale(path: string, [, where, pid, began]: RegExpExecArray): Promise<boolean> {
  if (where !== place()) {
    const touched = await stat(path).catch(() => undefined);
    return touched !== undefined && Date.now() - touched.mtimeMs > GIVEN_UP_MS;
  }
  const here = thisProcess();
  const started = here.started === null ? null : String(Number.parseInt(began!, 36));
  return mayRun({ ...here, pid: Number(pid), started }, { local: false, here }) === 'no';
}

/** What process ids and starts are counted in, in eight digits. */
function place(): string {
  const { host, boot, namespace } = thisProcess();
  return createHash('sha256')
    .update(JSON.stringify([host, boot, namespace]))
    .digest('hex')
    .slice(0, 8);
}
