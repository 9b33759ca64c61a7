import { JSONParser } from '@streamparser/json';
import { brokenLine } from './broken-line.js';
import type { SourceRecord } from './source-record.js';

/** The elements of one JSON array, each handed on at the line where it ends. Broken JSON ends the reading. */
export async function* jsonArray(lines: AsyncIterable<string>, file: string): AsyncGenerator<SourceRecord> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  const found: unknown[] = [];
  parser.onValue = ({ value }) => found.push(value);
  let line = 0;
  const attempt = (step: () => void): SourceRecord[] => {
    try {
      step();
      return found.splice(0).map((value) => ({ line, value }));
    } catch (cause) {
      const why = `not valid JSON: ${(cause as Error).message}`;
      const error = brokenLine(file, line, why, 'Mend the JSON array there.', cause);
      return [...found.splice(0).map((value) => ({ line, value })), { line, error }];
    }
  };
  for await (const text of lines) {
    line++;
    // The parser refuses blank lines once the array has ended.
    if (parser.isEnded && text.trim() === '') continue;
    // Piece by piece, so that an array on one line is not held as text and as values at once.
    for (const piece of pieces(`${text}\n`)) {
      for (const record of attempt(() => parser.write(piece))) {
        yield record;
        if (record.error) return;
      }
    }
  }
  if (!parser.isEnded) yield* attempt(() => parser.end());
}

const PIECE = 65_536;

/** A text in pieces that do not cut a character in two. */
function* pieces(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + PIECE, text.length);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last < 0xdc00) to--;
    yield text.slice(from, to);
    from = to;
  }
}
