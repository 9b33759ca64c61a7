import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { removeFile } from '@alphaedit/files';
import { type Run, runFiles } from './run.js';

/** Removes states of earlier batches that the last one does not need, and files that killed processes were writing. @throws {OutputError} */
export async function removeLeftovers({ directory, batches }: Run): Promise<void> {
  const from = batches.at(-1)?.stateFrom ?? batches.length;
  const needed = new Set(
    Array.from({ length: batches.length - from + 1 }, (_, i) =>
      basename(runFiles.state(directory, from + i)),
    ),
  );
  const outdated = async (folder: string, test: (name: string) => boolean) =>
    existsSync(folder) ? (await readdir(folder)).filter(test).map((name) => join(folder, name)) : [];
  const paths = await outdated(runFiles.states(directory), (name) => !needed.has(name));
  for (const folder of [
    runFiles.batches(directory),
    runFiles.additions(directory),
    runFiles.allValues(directory),
    directory,
  ]) {
    paths.push(...(await outdated(folder, (name) => name.endsWith('.tmp'))));
  }
  for (const path of paths) await removeFile(path);
}
