import type { ModelPort } from '@alphaedit/spec';
import type * as tf from '@tensorflow/tfjs-core';

/** Token embeddings read at once. */
const CHUNK = 2048;
/** Tokens of the vocabulary that stand for it, spread evenly. */
const VOCABULARY_SAMPLE = 16_384;

/** How much token embeddings vary, which the noise is measured by. */
export interface EmbeddingDeviation {
  /** σ, in the units of the embeddings. */
  readonly value: number;
  /** What it was measured over: the tokens of the subjects given, or of the vocabulary where none were. */
  readonly over: 'subjects' | 'vocabulary';
  readonly tokens: number;
}

/**
 * σ: the standard deviation of all components of the token embeddings of `subjects`, pooled,
 *
 *   σ² = Σ (eᵢⱼ − ē)² / (m·d − 1),  ē the mean over tokens i and components j,
 *
 * position embeddings not counted. Published tracing measures it so over the subjects of its known facts and
 * corrupts with N(0, (3σ)²). Without subjects it is measured over the vocabulary (16 384 tokens of it at
 * most, evenly spread).
 *
 * @see Meng et al. 2022, "Locating and Editing Factual Associations in GPT", appendix B.1
 */
export async function embeddingDeviation(
  model: ModelPort,
  subjects: readonly string[] = [],
): Promise<EmbeddingDeviation> {
  const over = subjects.length > 0 ? 'subjects' : 'vocabulary';
  const ids =
    over === 'subjects'
      ? subjects.flatMap((subject) => model.tokenizer.encode(subject, { specialTokens: false }))
      : evenly(model.tokenizer.vocabularySize);
  let [count, sum, squares] = [0, 0, 0];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const embedded = tokenEmbeddings(model, ids.slice(from, from + CHUNK));
    const values = await embedded.data();
    embedded.dispose();
    for (const value of values) {
      sum += value;
      squares += value * value;
    }
    count += values.length;
  }
  const value = Math.sqrt(Math.max(0, squares - (sum * sum) / count) / Math.max(1, count - 1));
  return { value, over, tokens: ids.length };
}

function evenly(size: number): number[] {
  const count = Math.min(size, VOCABULARY_SAMPLE);
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}

/** A model that cannot give token embeddings alone gives them with those of position 0. */
function tokenEmbeddings(model: ModelPort, ids: readonly number[]): tf.Tensor {
  if (model.embedTokens) return model.embedTokens(ids);
  const layout = model.layout(ids.map(() => 1));
  const embedded = model.embed(
    ids.map((id) => [id]),
    layout,
  );
  layout.dispose();
  return embedded;
}
