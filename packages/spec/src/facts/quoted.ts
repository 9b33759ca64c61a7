/** Longest piece of a text that a message repeats. */
const LONGEST = 80;
/** What does not show as what it is, moves the cursor or turns the direction of writing. */
const UNSHOWN = /[\u007f-\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u2069\ufeff]/g;

/** A text of the user's in quotation marks, cut short and harmless to show, for a message. */
export function quoted(text: string): string {
  const short = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 20)}…${text.slice(-18)}`;
  return JSON.stringify(short).replace(
    UNSHOWN,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
