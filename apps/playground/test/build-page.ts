import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the page from its sources into a folder of its own. The caller removes it. */
export async function buildPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alphaedit-playground-'));
  await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  return folder;
}

export const removePage = (folder: string) => rm(folder, { recursive: true, force: true });
