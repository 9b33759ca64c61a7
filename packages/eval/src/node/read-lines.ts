import { createReadStream } from 'node:fs';
import { DatasetError } from '@alphaedit/spec';
import { encodingOf, faultyLine } from './text-encoding.js';

/**
 * The lines of a text file, some at a time, read piece by piece: UTF-8, or UTF-16 with its mark. Only line feeds
 * end a line (with or without a carriage return): JSON text may hold the other separators of Unicode as they are.
 *
 * @throws {DatasetError} `file-missing`, `file-unreadable`, `not-utf8` with the line, and what the file may be
 */
export async function* readLineBlocks(path: string): AsyncGenerator<readonly string[]> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begun: string[] = []; // pieces of the line being read: a long one is put together once
  let line = 1;
  let chunk: Uint8Array = new Uint8Array();
  try {
    for await (chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      decoder ??= new TextDecoder(encodingOf(chunk, path), { fatal: true });
      const lines = decoder.decode(chunk, { stream: true }).split('\n');
      begun.push(lines.shift()!);
      if (lines.length === 0) continue;
      lines.unshift(begun.join(''));
      begun = [lines.pop()!];
      yield lines.map(withoutReturn);
      line += lines.length;
    }
    chunk = new Uint8Array();
    const rest = begun.join('') + (decoder?.decode() ?? '');
    if (rest !== '') yield [withoutReturn(rest)];
  } catch (cause) {
    throw readError(path, line, chunk, cause);
  }
}

/** `readLineBlocks`, one line at a time. */
export async function* readLines(path: string): AsyncGenerator<string> {
  for await (const lines of readLineBlocks(path)) yield* lines;
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);

function readError(path: string, begun: number, chunk: Uint8Array, cause: unknown): unknown {
  if (DatasetError.isInstance(cause)) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    const line = begun + faultyLine(chunk);
    return new DatasetError({
      code: 'not-utf8',
      message: `${path}:${line}: not UTF-8 text.`,
      hint: 'Save the file as UTF-8: "CSV UTF-8" in a spreadsheet, or `iconv -f latin1 -t utf-8` where it is Latin-1.',
      data: { file: path, line },
      cause,
    });
  }
  const missing = code === 'ENOENT';
  return new DatasetError({
    code: missing ? 'file-missing' : 'file-unreadable',
    message: missing ? `There is no file ${path}.` : `${path} cannot be read: ${(cause as Error).message}.`,
    hint: missing ? 'Check the path.' : 'Check that it is a file and that you may read it.',
    data: { file: path },
    cause,
  });
}
