import { createReadStream } from 'node:fs';
import { DatasetError, type ErrorCodeOf, GIT_LFS_HINT, isGitLfsPointer } from '@alphaedit/spec';

/** A line longer than this is taken for a file that is not text. */
const MAX_LINE_LENGTH = 2 ** 27;

/**
 * The documents of text files, one by one, without holding a file in memory. A `.jsonl` file has one document
 * per line, its `text` field; any other file has one per non-empty line, trimmed. Lines end with `\n` or
 * `\r\n`; files are UTF-8.
 *
 * @throws {DatasetError} `file-unreadable`, `git-lfs-pointer`, `not-utf8`, `line-too-long`, and `jsonl-line` with the line's number
 */
export async function* readDocuments(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    const isJsonLines = file.toLowerCase().endsWith('.jsonl');
    let number = 0;
    for await (const line of readLines(file)) {
      number++;
      if (number === 1 && isGitLfsPointer(line)) throw pointer(file);
      const trimmed = line.trim();
      if (trimmed === '') continue;
      const text = isJsonLines ? textField(trimmed, file, number) : trimmed;
      if (text.trim() !== '') yield text;
    }
  }
}

const pointer = (file: string) =>
  new DatasetError({
    code: 'git-lfs-pointer',
    message: `${file} is a Git LFS pointer, not the file it stands for.`,
    hint: GIT_LFS_HINT,
    data: { file },
  });

function textField(line: string, file: string, number: number): string {
  let value: unknown;
  let cause: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    cause = error;
  }
  const text = (value as { text?: unknown } | null | undefined)?.text;
  if (typeof text === 'string') return text;
  throw new DatasetError({
    code: 'jsonl-line',
    message: `${file}, line ${number}: ${cause ? 'is not JSON' : 'has no "text" field that is a string'}.`,
    hint: 'Every line must be a JSON object such as {"text": "…"}.',
    data: { file, line: number },
    cause,
  });
}

/** Splits on `\n` only: the line and paragraph separators of Unicode may stand inside a JSON string. */
async function* readLines(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop()!;
      yield* lines;
      if (rest.length > MAX_LINE_LENGTH)
        throw unreadable(file, 'line-too-long', 'holds a line of over 128 MiB');
    }
    rest += decoder.decode();
  } catch (error) {
    if (DatasetError.isInstance(error)) throw error;
    if (error instanceof TypeError) throw unreadable(file, 'not-utf8', 'is not UTF-8 text', error);
    throw unreadable(
      file,
      'file-unreadable',
      `cannot be read (${(error as NodeJS.ErrnoException).code})`,
      error,
    );
  }
  if (rest !== '') yield rest;
}

function unreadable(
  file: string,
  code: ErrorCodeOf<'DatasetError'>,
  problem: string,
  cause?: unknown,
): DatasetError {
  return new DatasetError({
    code,
    message: `${file} ${problem}.`,
    hint: 'Give UTF-8 text files with one document per line, or .jsonl files with a "text" field.',
    data: { file },
    cause,
  });
}
