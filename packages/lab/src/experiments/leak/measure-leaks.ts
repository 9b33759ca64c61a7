import { collectSecondMoments, nullDimension, type SecondMoments } from '@alphaedit/covariance';
import { alphaedit, memit, planEdit } from '@alphaedit/editors';
import { evaluate } from '@alphaedit/eval';
import type { Editor, EditSettings, Eigh, LowRankDelta, Matrix, NullSpaceThreshold } from '@alphaedit/spec';
import { AlphaEditError, throwIfAborted } from '@alphaedit/spec';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { type Laboratory, withLaboratory } from '../open-laboratory.js';
import { SAID_AFTER_EDITED } from '../said-options.js';
import type { LayerLeak, LeakData, LeakRow, LeakScores } from './data.js';
import { addedPower, deltaNorm, outputPower, restricted } from './key-power.js';
import { leakReport } from './leak-report.js';
import type { LeakOptions } from './options.js';

interface LayerFigures {
  readonly eigen: Eigh;
  readonly c0: Matrix<Float64Array>;
  readonly heldOut: Matrix<Float64Array> | undefined;
  /** tr(W C Wᵀ) on the corpus and on held-out text. */
  readonly power: number;
  readonly heldOutPower: number;
}

/** One batch of edits per threshold, from the unedited model, and how much each moves what it must not. */
export async function measureLeaks(context: ExperimentContext<LeakOptions>): Promise<ExperimentOutcome> {
  const { model: directory, options, work } = context;
  return withLaboratory(directory, options, work, async (laboratory) => {
    const { model, settings, linalg } = laboratory;
    const figures = new Map<number, LayerFigures>();
    const heldOut = await collectHeldOut(laboratory, settings, context);
    for (const layer of settings.layers) {
      figures.set(layer, await layerFigures(laboratory, layer, heldOut));
    }
    const thresholds: NullSpaceThreshold[] = [
      ...options.absolute.map((value) => ({ kind: 'absolute', value }) as const),
      ...options.relative.map((value) => ({ kind: 'keep-trace', value }) as const),
    ];
    const before = await figuresOf(laboratory, []);
    const rows: LeakRow[] = [];
    for (const threshold of thresholds) {
      throwIfAborted(work.signal, 'measuring leaks');
      const { layers, ...others } = settings;
      const own: EditSettings = {
        ...others,
        layers,
        nullSpaceThreshold: threshold.kind === 'absolute' ? threshold.value : settings.nullSpaceThreshold,
        nullSpaceKeepTrace: threshold.kind === 'absolute' ? undefined : threshold.value,
      };
      const deltas = await planned(laboratory, alphaedit(), own, work.signal);
      rows.push({ editor: 'alphaedit', threshold, ...(deltas && (await leakRow(deltas, threshold))) });
      work.onProgress?.({ stage: 'thresholds', done: rows.length, total: thresholds.length, unit: 'edits' });
    }
    const deltas = await planned(laboratory, memit(), settings, work.signal);
    rows.push({ editor: 'memit', ...(await leakRow(deltas!)) });
    const data: LeakData = {
      facts: laboratory.facts.length,
      keySize: model.info.keySize,
      corpusTokens: laboratory.corpusTokens,
      heldOutTokens: heldOut?.origin.tokens ?? 0,
      layers: settings.layers,
      before,
      rows,
    };
    const { engine, seeds, hashes, warnings } = laboratory;
    return { ...(await leakReport(data)), data, engine, linalg: linalg.provider, seeds, hashes, warnings };

    async function leakRow(
      deltas: readonly LowRankDelta[],
      threshold?: NullSpaceThreshold,
    ): Promise<Partial<LeakRow>> {
      const layers: LayerLeak[] = [];
      for (const [i, delta] of deltas.entries()) {
        const layer = settings.layers[i]!;
        layers.push(await layerLeak(laboratory, layer, figures.get(layer)!, delta, threshold));
      }
      return { layers, ...(await figuresOf(laboratory, deltas)) };
    }
  });
}

function collectHeldOut(
  { model, heldOut }: Laboratory,
  { layers }: EditSettings,
  { options, work }: ExperimentContext<LeakOptions>,
): Promise<SecondMoments> | undefined {
  if (!options.text?.length) return undefined;
  const { signal, onProgress } = work;
  return collectSecondMoments({
    model,
    documents: heldOut(),
    layers,
    // As many as the documents held out are of those used.
    tokens: options.tokens && Math.ceil(options.tokens / ((options.holdOut ?? 2) - 1)),
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, stage: 'held-out text' }),
  });
}

async function layerFigures(
  { model, linalg, statistics }: Laboratory,
  layer: number,
  moments: SecondMoments | undefined,
): Promise<LayerFigures> {
  const weight = await model.readWeight(model.info.editable[layer]!.name);
  const c0 = await statistics.secondMoment(layer);
  const heldOut = moments?.secondMoment(layer);
  return {
    eigen: await statistics.eigen(layer),
    c0,
    heldOut,
    power: await outputPower(linalg, weight, c0),
    heldOutPower: heldOut ? await outputPower(linalg, weight, heldOut) : 0,
  };
}

async function layerLeak(
  { linalg, settings }: Laboratory,
  layer: number,
  { eigen, c0, heldOut, power, heldOutPower }: LayerFigures,
  delta: LowRankDelta,
  threshold: NullSpaceThreshold | undefined,
): Promise<LayerLeak> {
  const split = nullDimension(
    eigen.values,
    threshold ?? { kind: 'absolute', value: settings.nullSpaceThreshold },
  );
  const total = sum(eigen.values);
  const preserved = await restricted(linalg, eigen, split);
  const norm = await deltaNorm(linalg, delta);
  const share = (added: number, whole: number) => Math.sqrt(Math.max(0, added) / whole);
  return {
    layer,
    nullDimension: split,
    preservedTrace: sum(eigen.values.subarray(split)) / total,
    deltaNorm: norm,
    corpus: share(await addedPower(linalg, delta, c0), power),
    preserved: share(await addedPower(linalg, delta, preserved), power),
    bound: norm * share(split > 0 ? eigen.values[split - 1]! : 0, power),
    heldOut: heldOut && share(await addedPower(linalg, delta, heldOut), heldOutPower),
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + Math.max(0, value), 0);

/** The change of one batch; nothing where the threshold leaves no direction to edit in. */
async function planned(
  { model, facts, templates, linalg, statistics }: Laboratory,
  editor: Editor,
  settings: EditSettings,
  signal: AbortSignal | undefined,
): Promise<LowRankDelta[] | undefined> {
  try {
    const request = { model, facts, settings, templates, linalg, statistics, signal };
    return (await planEdit(editor, request)).deltas as LowRankDelta[];
  } catch (error) {
    if (AlphaEditError.isInstance(error) && error.code === 'empty-null-space') return undefined;
    throw error;
  }
}

async function figuresOf({ model, facts }: Laboratory, deltas: readonly LowRankDelta[]): Promise<LeakScores> {
  const { preference, exactMatch, said } = await model.withDelta(deltas, () =>
    evaluate(model, facts, { said: SAID_AFTER_EDITED }),
  );
  const of = (task: 'efficacy' | 'generalization' | 'specificity') =>
    (preference[task] ?? exactMatch[task])?.mean;
  return {
    efficacy: of('efficacy'),
    generalization: of('generalization'),
    specificity: of('specificity'),
    said: said.efficacy?.mean,
  };
}
