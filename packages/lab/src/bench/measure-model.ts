import { continuations } from '@alphaedit/core';
import { evaluate, nestedSample, perplexity, type SaidOptions, withoutPrompts } from '@alphaedit/eval';
import type { Fact, ModelPort, Progress } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import type { Measurement } from './checkpoint.js';

/** What every measurement of a bench measures. */
export interface Yardstick {
  readonly facts: readonly Fact[];
  /** Facts measured at most. */
  readonly sample: number;
  readonly said: boolean;
  readonly documents: readonly string[];
}

/** What it says to the edited prompts. */
const SAID: SaidOptions = { write: continuations, tasks: ['efficacy'] };

/** A model measured on a sample of the first `known` facts, and on the text. */
export async function measureModel(
  model: ModelPort,
  { facts, sample: most, said, documents }: Yardstick,
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
    { ...work, ...(said && { said: SAID }) },
  );
  return {
    sample,
    report: withoutPrompts(report),
    ...(documents.length > 0 && { perplexity: await perplexity(model, documents, { signal }) }),
  };
}
