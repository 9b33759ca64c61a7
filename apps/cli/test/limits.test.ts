// The command as built, where the system limits what a process may have.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('..', import.meta.url));
const built = existsSync(`${CLI}dist/main.js`);
const limited = (limit: string, command: string) =>
  spawnSync('sh', ['-c', `ulimit ${limit} && exec ${process.execPath} bin/alphaedit.js ${command}`], {
    cwd: CLI,
    encoding: 'utf8',
    env: { ...process.env, ALPHAEDIT_ENGINE: 'wasm' },
  });
const why = built ? '' : ' [skipped: the command is not built]';

describe.skipIf(process.platform !== 'linux' || !built)(`a limit of the system${why}`, () => {
  it('of 64 open files is enough', () => {
    const { status, stderr } = limited('-n 64', 'predict ../../models/demo --prompt A --json');
    expect(status, stderr).toBe(0);
  });

  it('that allows too few open files is told', () => {
    const { status, stderr } = limited('-n 24', 'editors');
    expect(status).toBe(1);
    expect(stderr).toContain('[errors/too-few-files]');
    expect(stderr).not.toContain('node:internal');
  });

  it('of address space is told as what it is', () => {
    const { status, stderr } = limited('-v 4000000', 'predict ../../models/demo --prompt A');
    expect(status).toBe(1);
    expect(stderr).toContain('[errors/address-space-limited]');
  });
});
