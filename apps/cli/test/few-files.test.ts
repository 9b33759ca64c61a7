// The command as built, where a process may have few files open.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('..', import.meta.url));
const built = existsSync(`${CLI}dist/main.js`);
const withFiles = (limit: number, command: string) =>
  spawnSync('sh', ['-c', `ulimit -n ${limit} && exec ${process.execPath} bin/alphaedit.js ${command}`], {
    cwd: CLI,
    encoding: 'utf8',
    env: { ...process.env, ALPHAEDIT_ENGINE: 'wasm' },
  });

describe.skipIf(process.platform !== 'linux' || !built)(
  'a limit of open files [skipped where not built]',
  () => {
    it('of 64 is enough', () => {
      const { status, stderr } = withFiles(64, 'predict ../../models/demo --prompt A --json');
      expect(status, stderr).toBe(0);
    });

    it('that is too low is told', () => {
      const { status, stderr } = withFiles(24, 'editors');
      expect(status).toBe(1);
      expect(stderr).toContain('[errors/too-few-files]');
      expect(stderr).not.toContain('node:internal');
    });
  },
);
