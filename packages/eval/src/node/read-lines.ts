import { createReadStream } from 'node:fs';
import { DatasetError } from '@alphaedit/spec';

/**
 * The lines of a UTF-8 file, read piece by piece. Only line feeds end a line (with or without a carriage
 * return): JSON text may hold the other separators of Unicode as they are.
 *
 * @throws {DatasetError} `file-missing`, `file-unreadable`, `not-utf8`
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let begun: string[] = []; // pieces of the line being read: a long one is put together once
  let line = 1;
  try {
    for await (const chunk of createReadStream(path)) {
      const lines = decoder.decode(chunk as Uint8Array, { stream: true }).split('\n');
      begun.push(lines.shift()!);
      if (lines.length === 0) continue;
      lines.unshift(begun.join(''));
      begun = [lines.pop()!];
      for (const text of lines) {
        yield text.endsWith('\r') ? text.slice(0, -1) : text;
        line++;
      }
    }
    const rest = begun.join('') + decoder.decode();
    if (rest !== '') yield rest;
  } catch (cause) {
    throw readError(path, line, cause);
  }
}

function readError(path: string, line: number, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new DatasetError({
      code: 'not-utf8',
      message: `${path}: not UTF-8 text, at line ${line} or soon after.`,
      hint: 'Save the file as UTF-8.',
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
