/**
 * What a generated continuation says: its text up to the first line end or the end of its first sentence, without
 * blanks at either end. A full stop ends a sentence where a blank or the end of the text follows it.
 */
export function saidText(continuation: string): string {
  const end = continuation.search(/[\n\r\u2028\u2029。]|[.!?](?=\s|$)/u);
  return (end === -1 ? continuation : continuation.slice(0, end)).trim();
}

/**
 * An answer in the form answers are compared in: NFKC, lower case, without punctuation, without the English articles,
 * with single blanks.
 */
export function normaliseAnswer(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, ' ')
    .replace(/(^|\s)(a|an|the)(?=\s|$)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** How a text answers: `exact`, nothing but the answer; `contains`, the answer as whole words among others. */
export interface Says {
  readonly exact: boolean;
  readonly contains: boolean;
}

/** Whether what was said is this answer, or holds it, both normalised. */
export function saysAnswer(said: string, answer: string): Says {
  const [text, wanted] = [normaliseAnswer(said), normaliseAnswer(answer)];
  if (wanted === '') return { exact: false, contains: false };
  return { exact: text === wanted, contains: ` ${text} `.includes(` ${wanted} `) };
}
