// The example of a third-party editor, on packages as npm would get them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedPackages } from './published-packages.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const shell = process.platform === 'win32';
const LIMIT_MS = 600_000;

/** Why it cannot be tried here, if it cannot. */
function absence(): string | undefined {
  const unbuilt = publishedPackages(root).find(({ folder }) => !existsSync(join(folder, 'dist')));
  if (unbuilt) return `${unbuilt.name} is not built`;
  const { status } = spawnSync('npm', ['view', 'vitest', 'version'], { shell, timeout: 30_000 });
  return status === 0 ? undefined : 'no package registry within reach';
}

const missing = absence();

describe.skipIf(missing !== undefined)(
  `an editor from outside${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    it(
      'installs from tarballs, compiles, and passes conformance',
      () => {
        const script = fileURLToPath(new URL('./try-outside-editor.ts', import.meta.url));
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          ['--import', 'tsx', script, '--no-edit'],
          {
            cwd: root,
            encoding: 'utf8',
            timeout: LIMIT_MS,
            env: { ...process.env, NO_COLOR: '1' },
          },
        );
        expect(status, `${stdout}\n${stderr}`).toBe(0);
        expect(stdout).toMatch(/Tests\s+\d+ passed/);
      },
      LIMIT_MS,
    );
  },
);
