import type { TextUnit } from './text-units.js';

/** Start and end of a token in its text, UTF-16 indices, the end excluded. */
export type Offset = readonly [start: number, end: number];

const SPACE = 0x20;
/** Stands in the stream of bytes for a token that does not show its text. */
const HIDDEN = -1;

/**
 * Where tokens lie in a text: the bytes of all tokens in a row are the text's, except for spaces the tokenizer
 * puts in front, white space it drops beside special tokens, and what its normalizer changes.
 *
 * A token of some bytes of a character covers the whole character; one of an added space covers nothing.
 *
 * @param tokens bytes of each token, `undefined` for one that does not show its text
 * @param units the text, see `textUnits`
 * @returns one range per token, or nothing where the bytes are not the text's
 */
export function alignTokens(
  tokens: readonly (readonly number[] | undefined)[],
  units: readonly TextUnit[],
): Offset[] | undefined {
  const stream = tokens.flatMap((bytes) => bytes ?? [HIDDEN]);
  const length = units.at(-1)?.end ?? 0;
  /** First and last unit of each byte; −1 for a byte that was added, before unit `next`. */
  const owners: { first: number; last: number; next: number }[] = [];
  const formAt = (unit: number, at: number) => {
    const forms = units[unit]?.forms.filter((form) => form.every((byte, i) => stream[at + i] === byte));
    return forms?.sort((a, b) => b.length - a.length)[0];
  };
  const isSpace = (unit: number) => units[unit]?.forms.some((form) => form.length === 1 && form[0] === SPACE);
  /** Whether the space at `at` is one more than the text has here. */
  const addedSpace = (at: number, unit: number): boolean => {
    if (stream[at] !== SPACE) return false;
    let inStream = 0;
    while (stream[at + inStream] === SPACE) inStream++;
    let inText = 0;
    while (isSpace(unit + inText)) inText++;
    return inStream > inText;
  };

  let unit = 0;
  for (let at = 0; at < stream.length; ) {
    if (stream[at] === HIDDEN) {
      const first = unit++;
      // It stands for everything up to where the tokens after it go on.
      while (
        unit < units.length &&
        at + 1 < stream.length &&
        stream[at + 1] !== HIDDEN &&
        !formAt(unit, at + 1)
      )
        unit++;
      if (at + 1 === stream.length) unit = units.length;
      owners.push({ first, last: unit - 1, next: unit });
      at++;
      continue;
    }
    if (addedSpace(at, unit)) {
      owners.push({ first: -1, last: -1, next: unit });
      at++;
      continue;
    }
    const form = formAt(unit, at);
    if (form) {
      for (let i = 0; i < form.length; i++) owners.push({ first: unit, last: unit, next: unit });
      at += form.length;
      unit++;
    } else if (unit < units.length && isWhiteSpace(units[unit]!)) unit++;
    else return undefined;
  }

  let byte = 0;
  return tokens.map((bytes): Offset => {
    const own = owners.slice(byte, byte + (bytes?.length ?? 1));
    byte += own.length;
    const shown = own.filter(({ first }) => first >= 0);
    if (shown.length === 0) {
      const at = units[own[0]?.next ?? units.length]?.start ?? length;
      return [at, at];
    }
    return [units[shown[0]!.first]!.start, units[Math.min(shown.at(-1)!.last, units.length - 1)]!.end];
  });
}

const isWhiteSpace = ({ forms }: TextUnit): boolean =>
  /^\s+$/u.test(new TextDecoder().decode(Uint8Array.from(forms[0]!)));
