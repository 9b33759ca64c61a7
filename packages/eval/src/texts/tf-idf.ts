/** Weights of a text's terms, of Euclidean length 1; empty for a text without known terms. */
export type TermVector = ReadonlyMap<string, number>;

/** Turns texts into tf-idf vectors. */
export interface TfIdf {
  /** Number of documents the weights were learnt from. */
  readonly documents: number;
  readonly terms: number;
  vector(text: string): TermVector;
}

/** Two letters, digits or underscores at least, in lower case. */
const terms = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]{2,}/gu) ?? [];

/**
 * tf-idf weights learnt from documents: with n documents, df(t) of which hold the term t, a text in which t
 * stands tf(t) times has the weight
 *
 *   tf(t) · (ln((1 + n) / (1 + df(t))) + 1),
 *
 * the vector then scaled to length 1. Terms no document holds are left out. These are the conventions of
 * scikit-learn's `TfidfVectorizer`, which the published evaluation uses.
 *
 * @param documents reference texts; read once, so a generator will do
 */
export function tfIdf(documents: Iterable<string>): TfIdf {
  const counts = new Map<string, number>();
  let n = 0;
  for (const document of documents) {
    n++;
    for (const term of new Set(terms(document))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return {
    documents: n,
    terms: counts.size,
    vector(text) {
      const weights = new Map<string, number>();
      for (const term of terms(text)) {
        if (counts.has(term)) weights.set(term, (weights.get(term) ?? 0) + 1);
      }
      let square = 0;
      for (const [term, tf] of weights) {
        const weight = tf * (Math.log((1 + n) / (1 + counts.get(term)!)) + 1);
        weights.set(term, weight);
        square += weight * weight;
      }
      const length = Math.sqrt(square);
      for (const [term, weight] of weights) weights.set(term, weight / length);
      return weights;
    },
  };
}

/** Cosine of two vectors of length 1; 0 where one is empty. */
export function cosine(a: TermVector, b: TermVector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum;
}
