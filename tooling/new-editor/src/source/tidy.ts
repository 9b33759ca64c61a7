import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { OutputError } from '@alphaedit/spec';

const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/**
 * A module as `npm run lint` wants it: imports and exports in order, formatted. Nothing on the disk is touched.
 *
 * @param path where the text will stand, relative to `root`, whose rules hold
 * @throws {OutputError} `source-not-tidy` when Biome cannot be run, or objects to something it cannot put right
 */
export function tidy(root: string, path: string, text: string): string {
  const args = [BIOME, 'check', '--write', '--error-on-warnings', `--stdin-file-path=${path}`];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  if (status === 0 && stdout !== '') return stdout;
  throw new OutputError({
    code: 'source-not-tidy',
    message: `Biome does not accept ${path}: ${(error?.message ?? stderr.trim()) || `it ended with ${status}`}`,
    hint: 'Run `npm run pnpm install` and `npm run lint`: the tree has to be clean before an editor is added.',
    kind: 'work',
    data: { path },
    cause: error,
  });
}
