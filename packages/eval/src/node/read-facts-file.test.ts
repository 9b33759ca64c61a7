import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeShared, sharedPath } from '@alphaedit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFactsFile } from './read-facts-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facts-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const line = (subject: string) => `{"subject":"${subject}","prompt":"{} is","target":"x"}`;

describe('readFactsFile', () => {
  it('reads a file larger than one read, with letters of several bytes across its borders', async () => {
    const subjects = Array.from({ length: 4000 }, (_, i) => `Ünïcødé 東京 ${'é'.repeat(i % 7)} ${i}`);
    const { facts } = await readFactsFile(await file('long.jsonl', subjects.map(line).join('\r\n')));
    expect(facts.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('keeps the line separators of Unicode inside a line', async () => {
    const { facts } = await readFactsFile(
      await file('separators.jsonl', `${line('A\u2028B')}\n${line('C')}\n`),
    );
    expect(facts.map(({ subject }) => subject)).toEqual(['A\u2028B', 'C']);
  });

  it('names the file and what is wrong with it', async () => {
    const missing = join(folder, 'none.jsonl');
    await expect(readFactsFile(missing)).rejects.toMatchObject({
      code: 'file-missing',
      data: { file: missing },
    });
    await expect(readFactsFile(folder)).rejects.toMatchObject({
      code: 'file-unreadable',
      data: { file: folder },
    });
    const latin = await file(
      'latin.jsonl',
      Uint8Array.of(...new TextEncoder().encode(`${line('A')}\n`), 0xe9, 10),
    );
    await expect(readFactsFile(latin)).rejects.toMatchObject({ code: 'not-utf8', data: { file: latin } });
    const broken = await file('broken.jsonl', `${line('A')}\n{`);
    await expect(readFactsFile(broken)).rejects.toMatchObject({
      code: 'broken-line',
      message: expect.stringContaining(`${broken}:2:`),
    });
  });
});

describe('encodings', () => {
  const text = `${line('Zoë')}\n${line('B')}\n`;
  const utf16 = (bigEndian: boolean) => {
    const bytes = new DataView(new ArrayBuffer(2 * text.length + 2));
    for (const [i, char] of [...`\ufeff${text}`].entries())
      bytes.setUint16(2 * i, char.charCodeAt(0), !bigEndian);
    return new Uint8Array(bytes.buffer);
  };

  it.each([
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16(false)],
    ['UTF-16, big end first', utf16(true)],
  ])('reads %s', async (name, bytes) => {
    const { facts } = await readFactsFile(await file(`${name}.jsonl`, bytes));
    expect(facts.map(({ subject }) => subject)).toEqual(['Zoë', 'B']);
  });

  it.each([
    [
      'Latin-1',
      Uint8Array.from(`${line('A')}\n${line('Zoë')}\n`, (char) => char.charCodeAt(0)),
      'iconv',
      ':2:',
    ],
    ['UTF-16 without its mark', utf16(false).slice(2), 'iconv -f utf-16', ''],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0), 'gunzip', 'compressed'],
    ['a spreadsheet', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'CSV UTF-8', 'zip'],
    ['Parquet', Uint8Array.of(0x50, 0x41, 0x52, 0x31, 21), 'lines=True', 'Parquet'],
  ])('tells %s, and the remedy', async (name, bytes, remedy, what) => {
    const path = await file(
      `${name.replaceAll(' ', '-')}.jsonl`,
      Uint8Array.from(bytes as ArrayLike<number>),
    );
    await expect(readFactsFile(path)).rejects.toMatchObject({
      code: 'not-utf8',
      message: expect.stringContaining(what),
      hint: expect.stringContaining(remedy),
    });
  });

  it('names the line of the first wrong byte of a long file', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => line(i === 4321 ? 'Zoë' : `Ann ${i}`));
    const path = await file(
      'long-latin.jsonl',
      Uint8Array.from(rows.join('\n'), (char) => char.charCodeAt(0)),
    );
    await expect(readFactsFile(path)).rejects.toMatchObject({ data: { line: 4322 } });
  });
});

describeShared('data sets', 'data', () => {
  it("reads all 10 000 CounterFact facts in EasyEdit's fields", async () => {
    const { facts, format, warnings } = await readFactsFile(sharedPath('data', 'counterfact-edit.jsonl'));
    expect(format).toBe('easyedit');
    expect(facts).toHaveLength(10_000);
    expect(warnings).toEqual([]);
    expect(facts[0]).toEqual({
      id: '0',
      subject: 'Danielle Darrieux',
      prompt: 'The mother tongue of {} is',
      target: 'English',
      truth: 'French',
      paraphrases: ['Where Danielle Darrieux is from, people speak the language of'],
      neighbors: [{ prompt: 'Michel Rocard is a native speaker of', answer: 'French' }],
    });
  });

  it('reads zsRE', async () => {
    const { facts, format } = await readFactsFile(sharedPath('data', 'zsre.jsonl'));
    expect(format).toBe('zsre');
    expect(facts).toHaveLength(500);
    expect(facts[0]).toMatchObject({ prompt: 'What is the product made by {}?', target: 'uniform' });
  });
});
