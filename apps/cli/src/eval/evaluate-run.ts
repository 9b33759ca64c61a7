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
import { applyEdits, type Edits, openEdits } from '../work/apply-edits.js';
import { openModel } from '../work/open-model.js';
import { type Measures, measureModel } from './measure-model.js';
import type { EvalInputs, EvalOptions } from './read-inputs.js';
import { runAges } from './run-ages.js';

/** The edits of a run or a pack applied, and what was measured. */
export interface EvaluatedRun {
  /** Run folder, or file of the edit pack. */
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

/** Measures a checkpoint, then the same with the edits of a run or a pack, then with those of a second one. */
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
  const first = edits === undefined ? undefined : await openEdits(model, edits);
  const other = compare === undefined ? undefined : await openEdits(model, compare);
  const block = first && lastLayer(madeBy(first));
  const before = await measureModel(model, inputs, { stage: first ? 'before' : 'measure', block, task });
  const measured: EvaluatedRun[] = [];
  let current = model;
  for (const [i, next] of [first, other].entries()) {
    if (!next) continue;
    if (i > 0) {
      // The second run starts from the checkpoint as it is.
      current.dispose();
      current = (await openModel(directory, task)).model;
    }
    await applyEdits(current, next, task);
    const stage = i === 0 ? 'after' : 'second run';
    const measures = await measureModel(current, inputs, { stage, block, task });
    // A pack holds the sum of its edits: it no longer knows which came first.
    const ages =
      measures.facts &&
      'run' in next &&
      (await runAges(next.run, inputs.facts.facts, measures.facts, options.ages));
    const linalg = createLinearAlgebra({ backend: tf.backend() });
    const shift =
      before.hidden && measures.hidden && (await hiddenShift(before.hidden, measures.hidden, { linalg }));
    measured.push({
      run: (i === 0 ? edits : compare)!,
      editor: madeBy(next).editor,
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

const madeBy = (edits: Edits) => ('run' in edits ? edits.run.manifest : edits.pack);

function lastLayer({ settings }: { readonly settings: Readonly<Record<string, unknown>> }) {
  const { layers } = settings;
  return Array.isArray(layers) ? Math.max(...(layers as number[])) : undefined;
}

const needsEdits = (compare: string | undefined) =>
  new SettingsError({
    code: 'edits-missing',
    message:
      compare === undefined
        ? 'The shift of hidden states is between a model and its edits.'
        : 'There is no first run to compare the second with.',
    hint: 'Give --edits with a run folder or an edit pack.',
  });
