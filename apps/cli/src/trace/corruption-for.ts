import { type Corruption, embeddingDeviation, type TraceQuestion } from '@alphaedit/locate';
import { formatCount, formatNumber } from '@alphaedit/report/format';
import type { ModelPort } from '@alphaedit/spec';
import type { TraceCommandOptions } from './options.js';

/** How the subjects were made unreadable, for the record. */
export interface CorruptionUsed {
  readonly corruption: Corruption;
  readonly described: object;
  readonly words: string;
}

/** Noise of the size asked for, or the other subjects of the questions. */
export async function corruptionFor(
  model: ModelPort,
  questions: readonly TraceQuestion[],
  { corrupt, noise }: TraceCommandOptions,
): Promise<CorruptionUsed> {
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  if (corrupt === 'subjects') {
    return {
      corruption: { kind: 'subjects', others: subjects },
      described: { kind: corrupt, subjects: subjects.length },
      words: `Corrupted by other subjects of the facts`,
    };
  }
  const deviation = await embeddingDeviation(model, subjects);
  const spread = noise * deviation.value;
  const over =
    deviation.over === 'subjects'
      ? `the ${formatCount(deviation.tokens)} tokens of the facts' subjects`
      : `${formatCount(deviation.tokens)} tokens of the vocabulary`;
  return {
    corruption: { kind: corrupt, spread },
    described: { kind: corrupt, noise, deviation: deviation.value, over: deviation.over, spread },
    words: `Corrupted by ${corrupt} noise of ${formatNumber(noise)}σ = ${formatNumber(spread)}, σ = ${formatNumber(deviation.value)} over all components of the embeddings of ${over}`,
  };
}
