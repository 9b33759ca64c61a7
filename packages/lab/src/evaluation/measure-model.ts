import { continuations } from '@alphaedit/core';
import {
  type CapabilityReport,
  type Exposure,
  evaluate,
  hiddenStates,
  measureCapability,
  measureExposure,
  measureTexts,
  type Perplexity,
  perplexity,
  type Report,
  type WrittenReport,
} from '@alphaedit/eval';
import type { Matrix, ModelPort, Progress, Warning } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import type { EvalInputs } from './read-inputs.js';
import { textWriter } from './write-texts.js';

/** Everything measured on one state of a model. */
export interface Measures {
  readonly facts?: Report;
  readonly texts?: WrittenReport;
  readonly perplexity?: Perplexity;
  /** How far the facts' old answers can be had. */
  readonly exposure?: Exposure;
  readonly capability: Readonly<Record<string, CapabilityReport>>;
  /** Hidden states of the known prompts. */
  readonly hidden?: Matrix<Float32Array>;
  readonly warnings: readonly Warning[];
}

/** Runs the tasks of an evaluation on a model as it stands. `stage` names it in the progress. */
export async function measureModel(
  model: ModelPort,
  inputs: EvalInputs,
  { stage, block, work: told }: { readonly stage: string; readonly block?: number; readonly work: LabWork },
): Promise<Measures> {
  const { tasks, compat, seed, references, texts, capability: wanted, knownPrompts } = inputs;
  const { signal, onProgress } = told;
  const work = (what: string) => ({
    signal,
    onProgress: (progress: Progress) => onProgress?.({ ...progress, stage: `${stage}: ${what}` }),
  });
  const { facts: set } = inputs.facts;
  const exposure =
    tasks.exposure === undefined
      ? undefined
      : await measureExposure(model, set, { budget: tasks.exposure, ...work('exposure') });
  const asked = tasks.facts;
  const facts =
    asked?.length === 0
      ? undefined
      : await evaluate(model, set, {
          tasks: asked,
          compat,
          ...(tasks.said.length > 0 && { said: { write: continuations, tasks: tasks.said } }),
          ...work('facts'),
        });
  const written = tasks.fluency
    ? await measureTexts(model, set, {
        write: textWriter({ seed }),
        references,
        compat,
        bootstrap: { seed },
        ...work('texts'),
      })
    : undefined;
  const fitted = texts && (await perplexity(model, texts, work('perplexity')));
  const capability: Record<string, CapabilityReport> = {};
  for (const { id, examples } of wanted) {
    capability[id] = await measureCapability(model, examples, { bootstrap: { seed }, ...work(id) });
  }
  const hidden =
    knownPrompts && block !== undefined
      ? await hiddenStates(model, knownPrompts, { block, ...work('hidden states') })
      : undefined;
  return {
    ...(facts && { facts }),
    ...(written && { texts: written }),
    ...(fitted && { perplexity: fitted }),
    ...(exposure && { exposure }),
    capability,
    ...(hidden && { hidden }),
    warnings: [
      ...(facts?.warnings ?? []),
      ...(written?.warnings ?? []),
      ...(exposure?.warnings ?? []),
      ...Object.values(capability).flatMap(({ warnings }) => warnings),
    ],
  };
}
