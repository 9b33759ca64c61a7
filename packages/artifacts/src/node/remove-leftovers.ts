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
    (await readdir(folder)).filter(test).map((name) => join(folder, name));
  const paths = [
    ...(await outdated(runFiles.states(directory), (name) => !needed.has(name))),
    ...(await outdated(runFiles.batches(directory), (name) => name.endsWith('.tmp'))),
    ...(await outdated(directory, (name) => name.endsWith('.tmp'))),
    ...(existsSync(runFiles.additions(directory))
      ? await outdated(runFiles.additions(directory), (name) => name.endsWith('.tmp'))
      : []),
  ];
  for (const path of paths) await removeFile(path);
}
