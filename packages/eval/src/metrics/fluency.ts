import { words } from '../texts/words.js';

/**
 * Fluency of generated text: (⅔ H₂ + 4⁄3 H₃) / 2 · 100, Hₙ = −Σ f log₂ f the entropy in bits of the
 * frequencies f of the text's word n-grams. Text that repeats itself scores low.
 *
 * Words are those of `words`; the published evaluation splits contractions too: give `treebankWords` to compare
 * with its figures, and compare figures of one splitting with one another.
 *
 * @param texts generated texts, prompt included (published: up to 100 tokens, top-k 5)
 * @returns the mean over the texts; 0 for none
 * @see Zhang et al. 2018, "Generating Informative and Diverse Conversational Responses" (the entropy)
 */
export function fluency(
  texts: readonly string[],
  options: { readonly words?: (text: string) => readonly string[] } = {},
): number {
  if (texts.length === 0) return 0;
  const split = options.words ?? words;
  const scores = texts.map((text) => {
    const found = split(text);
    return (((2 / 3) * entropy(found, 2) + (4 / 3) * entropy(found, 3)) / 2) * 100;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Entropy in bits of the word n-grams; 0 for a text with fewer than n words. */
function entropy(words: readonly string[], n: number): number {
  const total = words.length - n + 1;
  const counts = new Map<string, number>();
  for (let i = 0; i < total; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
