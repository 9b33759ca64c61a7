import { editorById } from '@alphaedit/editors';
import { evaluate, FORMS, type Form, type Report, SCORED_TASKS } from '@alphaedit/eval';
import { SettingsError } from '@alphaedit/spec';
import { editSequentially } from '../edit-sequentially.js';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { withLaboratory } from '../open-laboratory.js';
import { SAID_AFTER_EDITED } from '../said-options.js';
import { batchesReport } from './batches-report.js';
import type { BatchData, BatchPoint, Figures } from './data.js';
import type { BatchSizeOptions } from './options.js';

/** One batch of each size, each from the unedited model, measured on the facts it edited. */
export async function measureBatches({
  model: directory,
  options,
  work,
}: ExperimentContext<BatchSizeOptions>): Promise<ExperimentOutcome> {
  const sizes = [...new Set(options.sizes)].sort((a, b) => a - b);
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) throw badSizes(sizes);
  const chosen = options.editors
    .split(',')
    .map((name) => ({ name: name.trim(), editor: editorById(name.trim()) }));
  return withLaboratory(directory, { ...options, limit: sizes.at(-1)! }, work, async (laboratory) => {
    const { model, facts, settings, linalg, engine, seeds, hashes } = laboratory;
    const { signal } = work;
    const unedited = await evaluate(model, facts, { said: SAID_AFTER_EDITED, signal });
    const points: BatchPoint[] = [];
    for (const { name, editor } of chosen) {
      for (const size of sizes.filter((size) => size <= facts.length)) {
        const batch = facts.slice(0, size);
        const label = `${name}, ${size} at once`;
        const run = await editSequentially(laboratory, { editor, batch: size, facts: batch, label }, work);
        const report = await evaluate(model, batch, { said: SAID_AFTER_EDITED, signal });
        await run.undo();
        const before = await beforeOf(unedited, size);
        const { residual, values, deltaNorm } = run.plans[0]!.diagnostics;
        points.push({
          editor: name,
          size,
          before,
          after: figures(report),
          seconds: run.seconds,
          residual,
          targetProbability: values.reduce((sum, value) => sum + value.targetProbability, 0) / values.length,
          deltaNorm: Math.hypot(...Object.values(deltaNorm)),
        });
      }
    }
    const form: Form = unedited.preference.efficacy ? 'preference' : 'tokenAccuracy';
    const data: BatchData = {
      sizes,
      knownBefore: { facts: facts.length, specificity: unedited.exactMatch.specificity?.mean },
      form,
      settings,
      points,
    };
    const { warnings } = laboratory;
    return { ...(await batchesReport(data)), data, engine, linalg: linalg.provider, seeds, hashes, warnings };
  });
}

const figures = (report: Report): Figures =>
  Object.fromEntries(
    FORMS.map((form) => [
      form,
      Object.fromEntries(
        SCORED_TASKS.flatMap((task) => (report[form][task] ? [[task, report[form][task]]] : [])),
      ),
    ]),
  ) as Figures;

/** The unedited model's figures on the first facts. */
async function beforeOf(report: Report, size: number): Promise<Figures> {
  const { summarize } = await import('@alphaedit/eval');
  return figures({ ...report, ...summarize(report.records.slice(0, size)) });
}

const badSizes = (sizes: readonly number[]) =>
  new SettingsError({
    code: 'setting-out-of-range',
    message: `Batch sizes are whole numbers of at least 1, not ${sizes.join(', ')}.`,
    hint: 'For example `sizes=1,10,100`.',
    data: { sizes },
  });
