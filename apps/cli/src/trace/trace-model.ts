import { openModel, resolveSettings } from '@alphaedit/core/node';
import { readFactsFile } from '@alphaedit/eval/node';
import { writableFolder } from '@alphaedit/files';
import {
  type AverageTrace,
  averageTraces,
  defaultWindow,
  type EffectKind,
  type LayerRecommendation,
  PLAIN_KINDS,
  questionOf,
  recommendLayers,
  SEVERED_KINDS,
  traceFact,
  traceFacts,
} from '@alphaedit/locate';
import type { Warning } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import type { Result, Task } from '../ui/task.js';
import { corruptionFor } from './corruption-for.js';
import type { TraceCommandOptions } from './options.js';
import { questionFrom } from './question-from.js';
import { costOf, costWords } from './trace-cost-of.js';
import { averageDocument, factDocument, recommendationDocument } from './trace-document.js';
import { averagePictures, factPictures } from './trace-pictures.js';
import { averageText, factText } from './trace-text.js';
import { writeTrace } from './write-trace.js';

/** Traces one prompt, or the facts of a file, and recommends layers. */
export async function traceModel(
  directory: string,
  options: TraceCommandOptions,
  task: Task,
): Promise<Result> {
  const { facts: file, limit, offset, samples, seed, out } = options;
  const question = questionFrom(options);
  if (out !== undefined) await writableFolder(out);
  const set = file === undefined ? undefined : await readFactsFile(file, { offset, onBadRecord: 'skip' });
  const questions = set?.facts.map(questionOf) ?? [];
  const { engine, port: model } = await openModel(directory, task);
  const { blocks } = model.info;
  const window = options.window ?? defaultWindow(blocks);
  const kinds: readonly EffectKind[] = options.severed ? [...PLAIN_KINDS, ...SEVERED_KINDS] : PLAIN_KINDS;
  const used = await corruptionFor(model, questions, options);
  const { corruption } = used;
  const { signal, onProgress } = task;
  const common = { corruption, samples, seed, window, kinds, signal, onProgress };
  const traced = question
    ? { traces: [await traceFact(model, question, common)], warnings: [] as Warning[] }
    : await traceFacts(model, questions, { ...common, limit });
  const average = averageTraces(traced.traces);
  const recommendation = recommended(average);
  const cost = costOf(traced.traces, { blocks, samples, window, kinds });
  const warnings = [
    ...(set?.warnings ?? []),
    ...traced.warnings,
    ...(recommendation?.warnings ?? []),
    ...(question ? [ONE_FACT] : []),
  ];
  task.warn(warnings);
  const document = {
    model: directory,
    engine: engine.id,
    ...(question ? factDocument(traced.traces[0]!) : averageDocument(average)),
    ...('known' in traced && { asked: traced.asked, known: traced.known }),
    ...recommendationDocument(recommendation),
    corruption: used.described,
    samples,
    seed,
    cost,
    warnings,
  };
  const files =
    out === undefined
      ? []
      : await writeTrace(out, {
          document: question ? document : { ...document, traces: traced.traces.map(factDocument) },
          pictures: question ? await factPictures(traced.traces[0]!) : await averagePictures(average),
          settings:
            recommendation &&
            (await resolveSettings({ info: model.info, model: directory, layers: recommendation.layers })),
        });
  return {
    document: { ...document, ...(files.length > 0 && { files }) },
    text: () =>
      [
        question ? factText(traced.traces[0]!) : averageText(average, 'known' in traced ? traced : undefined),
        `${used.words}, ${samples} samples; MLP and attention restored ${window} ${window === 1 ? 'block' : 'blocks'} at a time${options.window === undefined ? ` (the choice for ${blocks} blocks)` : ''}.`,
        costWords(cost),
        recommendation
          ? `Layers to edit: ${recommendation.layers.join(', ')}\n${recommendation.reasoning.map((line) => `  ${line}`).join('\n')}`
          : 'No layers are recommended: the prompt ends with its subject.',
        ...(files.length > 0 ? [`Written: ${files.join(', ')}`] : []),
      ].join('\n\n'),
  };
}

const ONE_FACT: Warning = {
  code: 'one-fact',
  message: 'One fact says where this fact is; take layers to edit from an average over many (--facts).',
};

function recommended(average: AverageTrace): LayerRecommendation | undefined {
  try {
    return recommendLayers(average);
  } catch (error) {
    if (AlphaEditError.isInstance(error) && error.code === 'no-mlp-effect') return undefined;
    throw error;
  }
}
