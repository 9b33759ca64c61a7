const BLANK = /[\s\u200b\u2060\ufeff]/;

/** A text without the blanks at its ends: spaces of all widths, tabs, line ends, marks of no width. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && BLANK.test(text[from]!)) from++;
  while (to > from && BLANK.test(text[to - 1]!)) to--;
  return text.slice(from, to);
}

/** Whether a text holds nothing but blanks. */
export const isBlank = (text: string): boolean => trimBlanks(text) === '';
