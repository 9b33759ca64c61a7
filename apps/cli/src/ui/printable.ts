import { randomBytes } from 'node:crypto';
import pc from 'picocolors';

/** Control characters but tab and line feed, and those that turn the direction of text: a terminal obeys them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Stands for the escape character in styles of our own; no text from elsewhere can hold it. */
const OURS = `\ue000${randomBytes(8).toString('hex')}`;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The text with every character shown that a terminal would obey: `\u001b` for an escape. */
export const shown = (text: string): string => text.replace(OBEYED, escaped);

/** What goes to the terminal: everything shown, but for the styles of `style`. */
export const printable = (text: string): string => shown(text).replaceAll(OURS, '\u001b');

/** The way back, for text that is `printable`: a table has to know which characters take room. */
export const ours = (text: string): string => text.replaceAll('\u001b', OURS);

/** JSON says the same with these characters as escapes. */
export const printableJson = (document: object): string =>
  JSON.stringify(document, undefined, 2).replace(OBEYED, escaped);

const own = (paint: (text: string) => string) => (text: string) =>
  paint('\n').split('\n').map(ours).join(text);

/** Styles that `printable` lets through. */
export const style = {
  bold: own(pc.bold),
  dim: own(pc.dim),
  green: own(pc.green),
  red: own(pc.red),
  yellow: own(pc.yellow),
};
