import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJson } from './read-json.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-json-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A schema of `{ a: { b: number } }`. */
const schema = {
  safeParse(value: unknown) {
    const { a } = Object(value) as { a?: { b?: unknown } };
    if (typeof a?.b === 'number') return { success: true, data: { a: { b: a.b } } } as const;
    const path = a ? ['a', 'b'] : [];
    return { success: false, error: { issues: [{ path, message: 'not right' }] } } as const;
  },
};
const read = (name: string) =>
  readJson(join(folder, name), schema, (problem, cause) => new RangeError(`${name} ${problem}.`, { cause }));

it('gives what the file holds', async () => {
  await writeFile(join(folder, 'right.json'), '{"a":{"b":2},"c":1}');
  expect(await read('right.json')).toEqual({ a: { b: 2 } });
});

it.each([
  ['missing.json', undefined, 'missing.json cannot be read (ENOENT).'],
  ['text.json', 'hello', /^text\.json is not JSON \(.+\)\.$/],
  ['field.json', '{"a":{"b":"2"}}', 'field.json is damaged at "a.b": not right.'],
  ['whole.json', '[]', 'whole.json is damaged: not right.'],
])('throws what the caller makes of the problem: %s', async (name, text, message) => {
  if (text !== undefined) await writeFile(join(folder, name), text);
  const error: unknown = await read(name).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).cause).toBeDefined();
});
