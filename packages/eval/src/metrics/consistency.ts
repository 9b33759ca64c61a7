import { cosine, type TfIdf } from '../texts/tf-idf.js';

/**
 * Consistency: 100 · the cosine between the tf-idf vectors of all that a model wrote about an edited subject,
 * put together, and of all reference texts about things that share the new answer, put together. High where
 * the new fact shapes what the model writes beyond the sentence it was edited in.
 *
 * @param texts what the model wrote, prompts included
 * @param references texts on the fact's relation and new answer
 * @param weights tf-idf learnt from all reference texts
 * @see Meng et al. 2022, "Locating and Editing Factual Associations in GPT" (reference score RS)
 */
export function consistency(
  texts: readonly string[],
  references: readonly string[],
  weights: Pick<TfIdf, 'vector'>,
): number {
  return 100 * cosine(weights.vector(texts.join(' ')), weights.vector(references.join(' ')));
}
