/** The end of a line or of a sentence: a full stop ends one where a blank or the end of the text follows it. */
const END = /[\n\r\u2028\u2029。]|[.!?](?=\s|$)/gu;

/**
 * What a generated continuation says: its text up to the first line end or the end of its first sentence, without
 * blanks at either end. What stands inside an answer that is named ends nothing: with `St. Louis`, `in St. Louis. The`
 * says `in St. Louis`.
 */
export function saidText(continuation: string, answers: readonly string[] = []): string {
  const within = answers.map((answer) => answer.trim()).filter((answer) => answer !== '');
  const spans = within.flatMap((answer) => {
    const from = continuation.indexOf(answer);
    return from === -1 ? [] : [[from, from + answer.length] as const];
  });
  for (const { index } of continuation.matchAll(END)) {
    if (spans.some(([from, to]) => from <= index && index < to)) continue;
    return continuation.slice(0, index).trim();
  }
  return continuation.trim();
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

/** Whether what was said is this answer, or holds it, under any of its names, all normalised. */
export function saysAnswer(said: string, ...names: readonly string[]): Says {
  const text = normaliseAnswer(said);
  const wanted = names.map(normaliseAnswer).filter((name) => name !== '');
  return {
    exact: wanted.includes(text),
    contains: wanted.some((name) => ` ${text} `.includes(` ${name} `)),
  };
}
