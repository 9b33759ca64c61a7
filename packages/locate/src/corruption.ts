import type { NoiseKind } from './noise-source.js';

/**
 * How a subject is made unreadable: noise on its embeddings, or other subjects in its place.
 *
 * `spread` is the s of the noise, in the units of the embeddings: the multiple ν of their deviation σ
 * (published: 3σ), see `embeddingDeviation`.
 */
export type Corruption =
  | { readonly kind: NoiseKind; readonly spread: number }
  | {
      readonly kind: 'subjects';
      /** Subjects as they stand in a text, a space before them where their tokenizer wants one. */
      readonly others: readonly string[];
    };
