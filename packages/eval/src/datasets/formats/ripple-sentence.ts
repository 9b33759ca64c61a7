/** A sentence of RippleEdits, taken apart. */
export interface RippleSentence {
  /** What stands before and after the subject in the question. */
  readonly around: readonly [before: string, after: string];
  readonly subject: string;
  readonly answer: string;
}

/** A sentence of the data set is far shorter; longer ones are not looked at. */
const LONGEST = 1000;

/** Where questions end. */
const VERB = / (?:is followed by|is|are|follows) /g;

/** The phrases that do not name their relation, around the subject. */
const PHRASES: readonly (readonly [before: string, after: string])[] = [
  [
    'The name of the [a-z ]+? which ',
    ' (?:is associated with|is a member of|plays in|is part of|is the capital of) is',
  ],
  ['The name of the position held by ', ' is'],
  ['The name of the award ', ' won is'],
  ['The number of children ', ' has is'],
  ['The name of the currency in ', ' is'],
  ['The name of the anthem that is most likely to be performed in ', ' is'],
  ['The (?:gender|mother tongue) of ', ' is'],
  ['', ' (?:follows|is followed by)'],
];

/**
 * Cuts "The name of the mother of Ann is Eve." into the question, its subject Ann and the answer Eve, by the phrases
 * in which RippleEdits writes its relations. Undefined for other sentences.
 *
 * @param relation its name in the data set, e.g. `COUNTRY_OF_CITIZENSHIP`
 */
export function rippleSentence(sentence: string, relation = ''): RippleSentence | undefined {
  if (sentence.length > LONGEST) return undefined;
  const words = relation
    .toLowerCase()
    .replace(/[^a-z_]/g, '')
    .replaceAll('_', ' ');
  const named = [`The (?:names? of the )?${words}s?(?: city)? of `, ' (?:is|are)'] as const;
  const text = sentence.trim().replace(/\.$/, '');
  // The last verb is that of the question, for an answer hardly has one.
  for (const { 0: verb, index } of [...text.matchAll(VERB)].reverse()) {
    const question = text.slice(0, index + verb.length - 1);
    for (const [before, after] of words === '' ? PHRASES : [named, ...PHRASES]) {
      const cut = new RegExp(`^(${before})(.+)(${after})$`).exec(question);
      if (!cut) continue;
      const around = [cut[1]!, cut[3]!] as const;
      return { around, subject: cut[2]!, answer: text.slice(question.length + 1) };
    }
  }
  return undefined;
}
