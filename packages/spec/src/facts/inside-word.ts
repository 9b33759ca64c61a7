/** Letters, digits, the marks on them, and what joins them. */
const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Changes the letter before it, whatever the script. */
const MARK = /[\p{M}\u200d]/u;
/** Scripts that put no blank between words, and Korean, which writes particles onto them. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\u30fc\uff70]/u;
const DIGIT = /\p{Nd}/u;
const HYPHEN = /[-\u2010\u2011\u00ad]/u;
const APOSTROPHE = /['\u2019]/u;
/** What English writes onto a name with an apostrophe. */
const ENDING = /^(?:s|ll|d|ve|re)(?![\p{L}\p{N}\p{M}_])/u;
/** What Romance languages write before a name with an apostrophe, as in "l’Italie". */
const ELISION = /(?<![\p{L}\p{N}\p{M}_'\u2019-])\p{Ll}{1,6}$/u;

/**
 * Whether `[from, to)` of a text is part of a longer word: "Ann" in "Annapolis", in "Ann-Marie", "Brien" in
 * "O'Brien", "Zoe" in "Zoe\u0308", "3" in "3.5". An English ending ("Ann's") and an elided article ("l'Italie")
 * are none of it; scripts that put no blanks between words have no such words.
 */
export function insideWord(text: string, from: number, to: number): boolean {
  const first = charAt(text, from);
  const last = charBefore(text, to);
  const before = charBefore(text, from);
  const after = charAt(text, to);
  if (MARK.test(after)) return true;
  return (
    joined(before, first) ||
    joined(last, after) ||
    (DIGIT.test(first) && decimal(charBefore(text, from - before.length), before)) ||
    (DIGIT.test(last) && decimal(charAt(text, to + after.length), after)) ||
    (HYPHEN.test(before) && joined(charBefore(text, from - before.length), first)) ||
    (HYPHEN.test(after) && joined(last, charAt(text, to + after.length))) ||
    (APOSTROPHE.test(before) &&
      joined(charBefore(text, from - before.length), first) &&
      !ELISION.test(text.slice(Math.max(0, from - before.length - 8), from - before.length))) ||
    (APOSTROPHE.test(after) &&
      joined(last, charAt(text, to + after.length)) &&
      !ENDING.test(text.slice(to + after.length, to + after.length + 4)))
  );
}

const joined = (left: string, right: string) =>
  WORD.test(left) && WORD.test(right) && !UNSPACED.test(left) && !UNSPACED.test(right);

/** A decimal point or a comma with a digit on its other side. */
const decimal = (beyond: string, mark: string) => /[.,]/.test(mark) && DIGIT.test(beyond);

function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function charBefore(text: string, at: number): string {
  if (at <= 0) return '';
  const low = text.charCodeAt(at - 1);
  const pair = at > 1 && low >= 0xdc00 && low < 0xe000;
  const high = pair ? text.charCodeAt(at - 2) : 0;
  return text.slice(high >= 0xd800 && high < 0xdc00 ? at - 2 : at - 1, at);
}
