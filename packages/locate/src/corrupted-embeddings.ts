import type { Layout, ModelPort } from '@alphaedit/spec';
import { continuationIds, SettingsError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { Corruption } from './corruption.js';
import { noiseSource } from './noise-source.js';
import type { TokenisedQuestion } from './tokenised-question.js';

/**
 * The question itself and `samples` corrupted copies of it, as inputs of block 0:
 * [1 + samples, tokens, hiddenSize], the clean one first. Tokens outside the subject are the same in all.
 *
 * @throws {SettingsError} `no-other-subjects`
 */
export function corruptedEmbeddings(
  model: ModelPort,
  question: TokenisedQuestion,
  layout: Layout,
  options: { readonly corruption: Corruption; readonly samples: number; readonly seed: number },
): tf.Tensor3D {
  const { corruption, samples, seed } = options;
  const source = noiseSource(seed);
  const { ids, first, end } = question;
  if (corruption.kind === 'subjects') {
    const pool = otherSubjects(model, question, corruption.others);
    const rows = Array.from({ length: samples }, () =>
      withSubject(question, pool[source.index(pool.length)]!),
    );
    return model.embed([ids, ...rows], layout);
  }
  const d = model.info.hiddenSize;
  const noise = new Float32Array((1 + samples) * ids.length * d);
  for (let row = 1; row <= samples; row++) {
    for (let token = first; token < end; token++) {
      noise.set(source.vector(corruption.kind, d, corruption.spread), (row * ids.length + token) * d);
    }
  }
  return tf.tidy(() => {
    const clean = model.embed(Array<readonly number[]>(1 + samples).fill(ids), layout);
    return tf.add(clean, tf.tensor3d(noise, [1 + samples, ids.length, d]));
  });
}

/** Tokens of the other subjects; those as long as this one where there are any. */
function otherSubjects(
  model: ModelPort,
  { ids, first, end, before }: TokenisedQuestion,
  others: readonly string[],
): (readonly number[])[] {
  const own = ids.slice(first, end).join();
  const { tokenizer } = model;
  const tokenised = others
    .map((subject) =>
      before.trim() === ''
        ? tokenizer.encode(subject, { specialTokens: false })
        : continuationIds(tokenizer, before.trimEnd(), subject).target,
    )
    .filter((tokens) => tokens.length > 0 && tokens.join() !== own);
  if (tokenised.length === 0) {
    throw new SettingsError({
      code: 'no-other-subjects',
      message: 'There is no other subject to put in the place of this one.',
      hint: 'Give facts about several subjects, or corrupt by noise.',
    });
  }
  const alike = tokenised.filter((tokens) => tokens.length === end - first);
  return alike.length > 0 ? alike : tokenised;
}

/** The question with another subject's tokens: its last ones, begun again from its end where it is shorter. */
function withSubject({ ids, first, end }: TokenisedQuestion, other: readonly number[]): number[] {
  const length = end - first;
  const fitted = Array.from(
    { length },
    (_, i) => other[other.length - 1 - ((length - 1 - i) % other.length)]!,
  );
  return [...ids.slice(0, first), ...fitted, ...ids.slice(end)];
}
