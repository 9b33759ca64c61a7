import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTemplates } from './read-templates.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(value: unknown): Promise<string[]> {
  const path = join(folder, 'templates.json');
  await writeFile(path, JSON.stringify(value));
  return readTemplates(path);
}

it('takes a list, a list of lists, or an object that holds one', async () => {
  const templates = ['{}', 'It rains. {}'];
  expect(await read(templates)).toEqual(templates);
  expect(await read([['{}'], ['It rains. {}']])).toEqual(templates);
  expect(await read({ seed: 1, templates })).toEqual(templates);
});

it.each([[['It rains. {}']], [['{}', '{} and {}']], [['{}', 3]], [[]], [{ a: 1 }], [null]])(
  'refuses %j',
  async (value) => {
    await expect(read(value)).rejects.toMatchObject({ code: 'templates-invalid' });
  },
);
