import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../test/temporary-folder.js';
import { readDocuments } from './read-documents.js';

/** The documents of files with these contents. */
function documentsOf(files: Record<string, string | Uint8Array>): Promise<string[]> {
  return withFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const documents: string[] = [];
    for await (const text of readDocuments(Object.keys(files).map((name) => join(folder, name))))
      documents.push(text);
    return documents;
  });
}

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

describe('readDocuments', () => {
  it('takes one document per line of text that holds more than space', async () => {
    expect(await documentsOf({ 'a.txt': ' one \r\n\n \t\ntwo\u2028still two\n', b: 'three' })).toEqual([
      'one',
      'two\u2028still two',
      'three',
    ]);
  });

  it('takes the text field of every line of a .jsonl file as it is', async () => {
    const lines = [{ text: ' one\ntwo ' }, { text: '\u2028', id: 4 }, { text: 'th\u2028ree' }];
    const content = `${lines.map((line) => JSON.stringify(line)).join('\n\n')}\n`;
    expect(await documentsOf({ 'a.jsonl': content })).toEqual([' one\ntwo ', 'th\u2028ree']);
  });

  it('puts characters and lines together that lie across the chunks of a large file', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `${i} ${'é€😀'.repeat(i % 400)}`);
    expect(await documentsOf({ 'a.txt': `\ufeff${lines.join('\n')}` })).toEqual(
      lines.map((line) => line.trim()),
    );
  });

  it.each<[string, Record<string, string | Uint8Array>, object]>([
    [
      'a broken line',
      { 'a.jsonl': '{"text":"a"}\n\n{"text":"b"\n' },
      { code: 'jsonl-line', data: { line: 3 } },
    ],
    [
      'a line without text',
      { 'a.JSONL': '{"text":"a"}\n{"txt":"b"}' },
      { code: 'jsonl-line', data: { line: 2 } },
    ],
    ['a line that is null', { 'a.jsonl': 'null' }, { code: 'jsonl-line', data: { line: 1 } }],
    ['text that is no string', { 'a.jsonl': '{"text":4}' }, { code: 'jsonl-line', data: { line: 1 } }],
    ['bytes that are not UTF-8', { 'a.txt': Uint8Array.of(0x61, 0x0a, 0xff) }, { code: 'not-utf8' }],
    [
      'a Git LFS pointer',
      { 'a.txt': POINTER },
      { code: 'git-lfs-pointer', data: { file: expect.any(String) } },
    ],
    [
      'a Git LFS pointer for lines of JSON',
      { 'a.txt': 'text', 'b.jsonl': POINTER },
      { code: 'git-lfs-pointer' },
    ],
    ['a character cut at the end', { 'a.txt': Uint8Array.of(0x61, 0xe2, 0x82) }, { code: 'not-utf8' }],
  ])('refuses %s', async (_, files, error) => {
    await expect(documentsOf(files)).rejects.toMatchObject(error);
  });

  it('refuses a file that is not there, or a folder', async () => {
    const read = async (file: string) => {
      for await (const _ of readDocuments([file]));
    };
    const unreadable = { code: 'file-unreadable', message: expect.stringContaining('none.txt') };
    await expect(read('none.txt')).rejects.toMatchObject(unreadable);
    await withFolder((folder) => expect(read(folder)).rejects.toMatchObject({ code: 'file-unreadable' }));
  });
});
