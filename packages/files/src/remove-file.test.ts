import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { acquireLock } from './lock/lock.js';
import { removeFile, removeTree } from './remove-file.js';

const folder = mkdtempSync(join(tmpdir(), 'alphaedit-remove-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('removeFile', () => {
  it('removes what is there, and minds nothing that is not', async () => {
    writeFileSync(at('file'), '');
    await removeFile(at('file'));
    await removeFile(at('file'));
    await expect(lstat(at('file'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('fails with a typed error', async () => {
    writeFileSync(at('plain'), '');
    await expect(removeFile(at('plain/under'))).rejects.toMatchObject({ name: 'OutputError' });
    mkdirSync(at('folder'));
    await expect(removeFile(at('folder'))).rejects.toMatchObject({ name: 'OutputError' });
    await removeTree(at('folder'));
    await removeTree(at('folder'));
  });
});

// Node keeps the kind of the last file it looked at, and where that was a socket ends the walk along a path early.
describe.skipIf(process.platform === 'win32')('modules behind a symbolic link are found', () => {
  const linked = (name: string) => {
    mkdirSync(at(`${name}/real`), { recursive: true });
    for (const file of ['a.js', 'b.js']) writeFileSync(at(`${name}/real/${file}`), '');
    symlinkSync('real', at(`${name}/link`));
    const { resolve } = createRequire(join(at(name), 'from.js'));
    // The first one teaches Node the folders above.
    resolve(at(`${name}/real/a.js`));
    return { found: resolve(at(`${name}/link/b.js`)), real: resolve(at(`${name}/real/b.js`)) };
  };

  it('after a socket was removed', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('some.sock'), resolve));
    await removeFile(at('some.sock'));
    server.close();
    const { found, real } = linked('removed');
    expect(found).toBe(real);
  });

  it('after a lock was held', async () => {
    await (await acquireLock(at('writer'))).release();
    const { found, real } = linked('held');
    expect(found).toBe(real);
  });
});
