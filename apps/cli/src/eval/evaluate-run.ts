import { factsHash } from '@alphaedit/artifacts/node';
import {
  type Comparison,
  compareReports,
  compareRuns,
  type HiddenShift,
  hiddenShift,
  type Retention,
  type RunComparison,
} from '@alphaedit/eval';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { Warning } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { Task } from '../ui/task.js';
import { applyRun, openRunOf } from '../work/apply-run.js';
import { openModel } from '../work/open-model.js';
import { type Measures, measureModel } from './measure-model.js';
import type { EvalInputs, EvalOptions } from './read-inputs.js';
import { runAges } from './run-ages.js';

/** A run's edits applied, and what was measured. */
export interface EvaluatedRun {
  readonly run: string;
  readonly editor: string;
  readonly measures: Measures;
  readonly retention?: Retention;
  readonly hiddenShift?: HiddenShift;
}

export interface Evaluation {
  readonly engine: string;
  readonly hashes: Readonly<Record<string, string>>;
  readonly before: Measures;
  readonly after?: EvaluatedRun;
  readonly comparison?: Comparison;
  /** The second run of `--compare`, and the two held against one another. */
  readonly second?: EvaluatedRun;
  readonly contrast?: RunComparison;
  readonly warnings: readonly Warning[];
}

/** Measures a checkpoint, then the same with a run's edits, then with those of a second run. */
export async function evaluateRun(
  directory: string,
  inputs: EvalInputs,
  options: EvalOptions,
  task: Task,
): Promise<Evaluation> {
  const { edits, compare } = options;
  if (edits === undefined && (compare !== undefined || inputs.knownPrompts)) throw needsEdits(compare);
  const { engine, model } = await openModel(directory, task);
  const modelHash = await model.contentHash();
  const run = edits === undefined ? undefined : await openRunOf(model, edits);
  const other = compare === undefined ? undefined : await openRunOf(model, compare);
  const block = run && lastLayer(run);
  const before = await measureModel(model, inputs, { stage: run ? 'before' : 'measure', block, task });
  const measured: EvaluatedRun[] = [];
  let current = model;
  for (const [i, next] of [run, other].entries()) {
    if (!next) continue;
    if (i > 0) {
      // The second run starts from the checkpoint as it is.
      current.dispose();
      current = (await openModel(directory, task)).model;
    }
    await applyRun(current, next, task);
    const stage = i === 0 ? 'after' : 'second run';
    const measures = await measureModel(current, inputs, { stage, block, task });
    const ages = measures.facts && (await runAges(next, inputs.facts.facts, measures.facts, options.ages));
    const linalg = createLinearAlgebra({ backend: tf.backend() });
    const shift =
      before.hidden && measures.hidden && (await hiddenShift(before.hidden, measures.hidden, { linalg }));
    measured.push({
      run: next.directory,
      editor: next.manifest.editor,
      measures,
      ...(ages && { retention: ages }),
      ...(shift && { hiddenShift: shift }),
    });
  }
  const [after, second] = measured;
  const [a, b, c] = [before.facts, after?.measures.facts, second?.measures.facts];
  return {
    engine: engine.id,
    hashes: { model: modelHash, facts: factsHash(inputs.facts.facts) },
    before,
    ...(after && { after }),
    ...(a && b && { comparison: compareReports(a, b) }),
    ...(second && { second }),
    ...(b && c && { contrast: compareRuns(b, c, { seed: inputs.seed }) }),
    warnings: [...inputs.facts.warnings, ...before.warnings],
  };
}

function lastLayer({
  manifest,
}: {
  readonly manifest: { readonly settings: Readonly<Record<string, unknown>> };
}) {
  const { layers } = manifest.settings;
  return Array.isArray(layers) ? Math.max(...(layers as number[])) : undefined;
}

const needsEdits = (compare: string | undefined) =>
  new SettingsError({
    code: 'edits-missing',
    message:
      compare === undefined
        ? 'The shift of hidden states is between a model and its edits.'
        : 'There is no first run to compare the second with.',
    hint: 'Give --edits RUN.',
  });
