import { evaluate, nestedSample, perplexity, withoutPrompts } from '@alphaedit/eval';
import type { Fact, ModelPort, Progress } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import type { Measurement } from './checkpoint.js';

/** What every measurement of a bench measures. */
export interface Yardstick {
  readonly facts: readonly Fact[];
  /** Facts measured at most. */
  readonly sample: number;
  readonly documents: readonly string[];
}

/** A model measured on a sample of the first `known` facts, and on the text. */
export async function measureModel(
  model: ModelPort,
  { facts, sample: most, documents }: Yardstick,
  known: number,
  { signal, onProgress }: LabWork,
  stage: string,
): Promise<Measurement> {
  const sample = nestedSample(known, most);
  const work = {
    signal,
    onProgress: (progress: Progress) => onProgress?.({ ...progress, stage }),
  };
  const report = await evaluate(
    model,
    sample.map((index) => facts[index]!),
    work,
  );
  return {
    sample,
    report: withoutPrompts(report),
    ...(documents.length > 0 && { perplexity: await perplexity(model, documents, { signal }) }),
  };
}
