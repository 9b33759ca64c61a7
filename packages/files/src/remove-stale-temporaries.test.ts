import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeStaleTemporaries } from './remove-stale-temporaries.js';

it('removes what dead processes left, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stale-'));
  try {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const mine = `a.safetensors.${process.pid}-0.tmp`;
    const left = `a.safetensors.${dead}-3.tmp`;
    for (const name of [mine, left, 'notes.tmp', 'a.safetensors']) await writeFile(join(folder, name), '');
    await removeStaleTemporaries(folder);
    expect((await readdir(folder)).sort()).toEqual(['a.safetensors', mine, 'notes.tmp'].sort());
  } finally {
    await rm(folder, { recursive: true });
  }
});
