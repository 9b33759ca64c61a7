import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownBlas } from '@alphaedit/linalg/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasBlasWheel, installBlas } from './install-blas.js';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alphaedit-blas-'));
  folder = join(root, 'package', 'native');
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  vi.stubEnv('PATH', join(root, 'bin'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** Stands in for pip: brings a file that is no wheel. */
function fakePip(): void {
  const pip = join(root, 'bin', 'pip3');
  const write = "require('node:fs').writeFileSync(args[args.indexOf('--dest') + 1] + '/x.whl', 'no wheel')";
  const program = `const args = process.argv.slice(2); if (args[0] === 'download') ${write};`;
  writeFileSync(join(root, 'pip.cjs'), program);
  writeFileSync(pip, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'pip.cjs')}" "$@"\n`);
  chmodSync(pip, 0o755);
}
const beside = () => readdirSync(join(root, 'package'));

describe.skipIf(!hasBlasWheel())('installBlas (needs a machine that a wheel is pinned for)', () => {
  it('needs pip, and says how to get it', async () => {
    await expect(installBlas({ folder })).rejects.toMatchObject({ code: 'no-pip' });
    expect(beside()).toEqual(['native']);
  });

  it('takes no file but the pinned one, and leaves what was there', async () => {
    fakePip();
    writeFileSync(join(folder, 'libscipy_openblas-old.so'), 'broken');
    await expect(installBlas({ folder })).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(beside()).toEqual(['native']);
    expect(existsSync(ownBlas(folder)!)).toBe(true);
  });

  const real = ownBlas();
  it.skipIf(real === undefined)('finds the real one in place (needs it installed)', async () => {
    expect(await installBlas()).toEqual({ path: real, by: 'already-installed' });
  });
});
