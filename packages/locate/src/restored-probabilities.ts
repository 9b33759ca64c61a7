import type { KeyValueCache, ModelPort, TapAt } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { answerProbabilities } from './answer-probabilities.js';
import type { BaselineRun } from './baseline-run.js';
import type { Restoration } from './restoration.js';

/** Tokens [first, end) at which states are put back together: one token, or a whole subject. */
export interface RestoredSpan {
  readonly first: number;
  readonly end: number;
}

/**
 * Mean over the samples of p(answer) for each restoration at the tokens of `span`.
 *
 * One pass through the blocks: the rows of a restoration join at the first block where they differ from the
 * corrupted run, with that run's states, so nothing below is computed again. The model is causal, so cells
 * before the span are those of the corrupted run in every block: they are attended to through its cached keys
 * and values, and only the cells from the span on are computed. The cells restored are thus the first ones of
 * every row.
 *
 * @param restorations ascending in `start`
 */
export async function restoredProbabilities(
  model: ModelPort,
  baseline: BaselineRun,
  span: RestoredSpan,
  restorations: readonly Restoration[],
): Promise<number[]> {
  const { samples } = baseline;
  const { blocks } = model.info;
  let hidden: tf.Tensor3D | undefined;
  let joined = 0;
  try {
    for (let block = restorations[0]!.start; block <= blocks; block++) {
      const before = joined;
      while (joined < restorations.length && restorations[joined]!.start === block) joined++;
      const rows = joinRows(hidden, restorations.slice(before, joined), baseline, span, block);
      hidden?.dispose();
      hidden = rows;
      if (block === blocks) break;
      const next = runBlock(model, baseline, hidden, span, restorations.slice(0, joined), block);
      hidden.dispose();
      hidden = next;
    }
    const { probabilities } = await answerProbabilities(model, hidden!, baseline.answer);
    return restorations.map((_, r) => mean(probabilities.slice(r * samples, (r + 1) * samples)));
  } finally {
    hidden?.dispose();
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The rows under way and behind them those that start at `block`: samples rows per restoration. */
function joinRows(
  underWay: tf.Tensor3D | undefined,
  joining: readonly Restoration[],
  { states, samples }: BaselineRun,
  { first, end }: RestoredSpan,
  block: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const state = states[block]!;
    const [, tokens, width] = state.shape;
    const corrupted = tf.slice(state, [1, first, 0], [samples, tokens - first, width]);
    const restored = () => {
      const clean = tf.tile(tf.slice(state, [0, first, 0], [1, end - first, width]), [samples, 1, 1]);
      if (end === tokens) return clean;
      return tf.concat([clean, tf.slice(state, [1, end, 0], [samples, tokens - end, width])], 1);
    };
    const cleanStart = joining.some((one) => one.cleanStart) ? restored() : undefined;
    const starts = joining.map((one) => (one.cleanStart ? cleanStart! : corrupted)) as tf.Tensor3D[];
    return tf.concat([...(underWay ? [underWay] : []), ...starts], 0);
  });
}

function runBlock(
  model: ModelPort,
  baseline: BaselineRun,
  hidden: tf.Tensor3D,
  span: RestoredSpan,
  running: readonly Restoration[],
  block: number,
): tf.Tensor3D {
  const [rows, length] = hidden.shape;
  const past = span.first === 0 ? undefined : pastOf(baseline, span.first, running.length, block);
  const starts = Array<number>(rows).fill(span.first);
  const layout = model.layout(Array<number>(rows).fill(length), past && { past, starts });
  try {
    const taps = (['mlp', 'attention'] as const).flatMap((site) =>
      replacing(site, baseline, span, running, block),
    );
    return model.forward(hidden, { from: block, to: block + 1, layout, past, taps });
  } finally {
    layout.dispose();
    past?.dispose();
  }
}

/** The corrupted runs' attention state before token `end` in one block, once per restoration. */
function pastOf(
  { cache, samples }: BaselineRun,
  end: number,
  restorations: number,
  block: number,
): KeyValueCache {
  const spread = (tensor: tf.Tensor4D): tf.Tensor4D =>
    tf.tidy(() => {
      const [, heads, , size] = tensor.shape;
      const seen = tf.slice(tensor, [1, 0, 0, 0], [samples, heads, end, size]);
      return tf.tile(seen, [restorations, 1, 1, 1]);
    });
  const keys = [spread(cache.keys[block - cache.from]!)];
  const values = [spread(cache.values[block - cache.from]!)];
  const positions = Int32Array.from({ length: restorations * samples * end }, (_, i) => i % end);
  const dispose = () => tf.dispose([...keys, ...values]);
  return { from: block, keys, values, positions, length: end, dispose };
}

/** Taps that put the clean (or corrupted) output of a site in place at the restored cells of the rows that want it. */
function replacing(
  site: 'mlp' | 'attention',
  baseline: BaselineRun,
  { first, end }: RestoredSpan,
  running: readonly Restoration[],
  block: number,
): TapAt[] {
  const by = running.map(({ replaced }) =>
    replaced?.site === site && replaced.from <= block && block < replaced.to ? replaced.by : undefined,
  );
  if (by.every((source) => source === undefined)) return [];
  const { samples } = baseline;
  const rows = running.length * samples;
  // Rows to take the restored cells from: the value itself, then the baseline's rows (0 clean, 1 … corrupted).
  const source = Int32Array.from({ length: rows }, (_, row) => {
    const from = by[Math.floor(row / samples)];
    return from === undefined ? row : rows + (from === 'clean' ? 0 : 1 + (row % samples));
  });
  const tap = (value: tf.Tensor3D) =>
    tf.tidy(() => {
      const [, length, width] = value.shape;
      const cells = end - first;
      const recorded = tf.slice(baseline[site][block]!, [0, first, 0], [-1, cells, width]);
      const own = tf.slice(value, [0, 0, 0], [rows, cells, width]);
      const chosen = tf.gather(tf.concat([own, recorded], 0), tf.tensor1d(source, 'int32'));
      if (length === cells) return chosen;
      return tf.concat([chosen, tf.slice(value, [0, cells, 0], [rows, length - cells, width])], 1);
    });
  return [{ site, block, tap }];
}
