/** Scripts that set no blanks between words. */
const WITHOUT_BLANKS = [
  ...['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan'],
  ...['Javanese', 'Balinese', 'Tai_Le', 'New_Tai_Lue', 'Tai_Tham', 'Tai_Viet'],
];
const LETTER_WITHOUT_BLANKS = new RegExp(
  `^[${WITHOUT_BLANKS.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`,
  'u',
);
/** Full-width punctuation, which brings its own room. */
const WIDE_PUNCTUATION_AT_END = /[\u3000-\u303f\uff01-\uff60]$/u;
const LAST_LETTER = /\p{L}(?=\P{L}*$)/u;

/**
 * `target` as it goes on after `prompt`: with a blank before it, as the published code writes it, unless
 *
 * - it begins with white space itself, or the prompt ends with some (never both: what is put in front of the target is
 *   then left away);
 * - the last letter of the prompt is of a script without blanks between words (Chinese, Japanese, Thai, Lao, Khmer,
 *   Burmese, …), or the prompt has no letter and the target begins with one of those.
 *
 * So an English sentence goes on with " 東京", a Japanese one with "東京".
 *
 * @example continuationText('The capital of France is', 'Paris') // ' Paris'
 */
export function continuationText(prompt: string, target: string): string {
  if (/\s$/u.test(prompt)) return target.trimStart();
  if (/^\s/u.test(target)) return target;
  const letter = LAST_LETTER.exec(prompt)?.[0] ?? target;
  const joined = LETTER_WITHOUT_BLANKS.test(letter) || WIDE_PUNCTUATION_AT_END.test(prompt);
  return joined ? target : ` ${target}`;
}
