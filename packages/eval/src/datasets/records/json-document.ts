import { JSONParser, TokenType } from '@streamparser/json';
import { brokenJson } from './broken-json.js';
import type { CreateReader } from './source-record.js';

/** How much of a line is parsed at once, so that a whole file on one line is not held as text and as values. */
const PIECE = 65_536;

/**
 * JSON over any number of lines: the elements of one array, each handed on as it ends, or objects one after
 * another. Broken JSON ends the reading.
 */
export const jsonDocument: CreateReader = (file, found) => {
  let parser: JSONParser | undefined;
  let number = 0;
  let last = '';
  let broken = false;

  const attempt = (step: () => void) => {
    try {
      step();
    } catch (cause) {
      broken = true;
      found({ line: number, error: brokenJson(file, number, last, cause, 'Mend the JSON there.') });
    }
  };
  return {
    get ended() {
      return broken;
    },
    line(text, at) {
      if (broken || text.trim() === '') return;
      number = at;
      last = text;
      attempt(() => {
        parser ??= parserFor(text.trimStart().startsWith('['), () => number, found);
        for (const piece of pieces(`${text}\n`)) parser.write(piece);
      });
    },
    end() {
      if (!broken && parser && !parser.isEnded) attempt(() => parser!.end());
    },
  };
};

const VALUES = new Set([
  TokenType.LEFT_BRACE,
  TokenType.LEFT_BRACKET,
  TokenType.STRING,
  TokenType.NUMBER,
  TokenType.TRUE,
  TokenType.FALSE,
  TokenType.NULL,
]);

/** Tells each record with the line on which it begins; those of the elements of its arrays, too. */
function parserFor(array: boolean, line: () => number, found: Parameters<CreateReader>[1]): JSONParser {
  const parser = new JSONParser(
    array ? { paths: ['$.*'], keepStack: false } : { paths: ['$'], keepStack: false, separator: '' },
  );
  const records = array ? 1 : 0;
  const containers: TokenType[] = [];
  let begun = 0;
  let elementLines: number[][] = [];
  parser.onToken = ({ token }) => {
    const depth = containers.length - records;
    if (depth === 0 && VALUES.has(token)) {
      begun = line();
      elementLines = [];
    }
    if (depth === 1 && token === TokenType.LEFT_BRACKET) elementLines.push([]);
    if (depth === 2 && containers.at(-1) === TokenType.LEFT_BRACKET && VALUES.has(token)) {
      elementLines.at(-1)!.push(line());
    }
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) containers.push(token);
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) containers.pop();
  };
  parser.onValue = ({ value }) => found({ line: begun, value, elementLines });
  return parser;
}

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
