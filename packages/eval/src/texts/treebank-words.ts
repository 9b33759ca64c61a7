/** Where the Penn Treebank puts a space, in this order. */
const STEPS: readonly (readonly [pattern: RegExp, by: string])[] = [
  // opening quotes
  [/^"/g, '`` '],
  [/(``)/g, ' $1 '],
  [/([ ([{<])("|'{2})/g, '$1 `` '],
  // marks; a comma or colon inside a number stays
  [/([:,])([^\d])/g, ' $1 $2'],
  [/([:,])$/g, ' $1 '],
  [/\.\.\./g, ' ... '],
  [/[;@#$%&]/g, ' $& '],
  [/([^.])(\.)([\])}>"']*)\s*$/g, '$1 $2 $3 '],
  [/[?!]/g, ' $& '],
  [/([^'])' /g, "$1 ' "],
  [/[\][(){}<>]/g, ' $& '],
  [/--/g, ' -- '],
];
const CONTRACTIONS: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/([^' ])('(?:[sS]|[mM]|[dD])|') /g, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /g, '$1 $2 '],
  [/\b(can)(not)\b/gi, ' $1 $2 '],
  [/\b(gim|lem)(me)\b/gi, ' $1 $2 '],
  [/\b(gon|wan)(na)\b/gi, ' $1 $2 '],
  [/\b(got)(ta)\b/gi, ' $1 $2 '],
  [/ ('t)(is|was)\b/gi, ' $1 $2 '],
];

/**
 * Words as the Penn Treebank splits them: marks by themselves, "don't" as "do" and "n't", "Ann's" as "Ann" and
 * "'s", a period by itself at the end of a sentence only. A sentence is taken to end at `.`, `?` or `!` before a
 * space and a capital letter, digit or quote; the published evaluation asks a trained model, which knows
 * abbreviations and differs there.
 *
 * @see Marcus et al. 1993, "Building a Large Annotated Corpus of English: The Penn Treebank"
 */
export function treebankWords(text: string): string[] {
  return text.split(/(?<=[.?!]["')\]]*)\s+(?=["'(“]*[\p{Lu}\p{N}])/u).flatMap(sentenceWords);
}

function sentenceWords(sentence: string): string[] {
  let text = sentence;
  for (const [pattern, by] of STEPS) text = text.replace(pattern, by);
  text = ` ${text} `;
  text = text.replace(/"/g, " '' ").replace(/(\S)('') /g, '$1 $2 ');
  for (const [pattern, by] of CONTRACTIONS) text = text.replace(pattern, by);
  return text.split(/\s+/).filter(Boolean);
}
