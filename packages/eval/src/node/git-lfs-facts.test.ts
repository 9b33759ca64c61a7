import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFactsFile } from './read-facts-file.js';

it('says that a file is a Git LFS pointer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-facts-'));
  try {
    const path = join(folder, 'recent.json');
    writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n');
    await expect(readFactsFile(path)).rejects.toMatchObject({
      code: 'git-lfs-pointer',
      hint: expect.stringContaining('git lfs pull'),
    });
    await expect(readFactsFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
