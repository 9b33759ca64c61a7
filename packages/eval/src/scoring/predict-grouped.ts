import type { KeyValueCache, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { Ask } from './predict-cells.js';
import { type Predictions, predictTokens } from './predict-tokens.js';

/** A beginning and the rows that go on from it: indices into the rows of the call. */
export interface SharedBeginning {
  readonly prefix: readonly number[];
  /** Rows of the call, each with what comes after the prefix. */
  readonly ends: readonly { readonly row: number; readonly ids: readonly number[] }[];
}

/**
 * `predictCells` for rows that begin alike: one pass over the beginnings, whose attention keys and values every
 * row of a group then sees, and one over the ends. No tensor is left behind.
 *
 * @param asks which token is asked for after cell `at` of row `row`, `at` counted in the whole row
 */
export async function predictGrouped(
  model: ModelPort,
  groups: readonly SharedBeginning[],
  asks: readonly Ask[],
  ranks = false,
): Promise<Predictions> {
  const lengths = groups.map(({ prefix }) => prefix.length);
  const ends = groups.flatMap(({ ends }, group) => ends.map((end) => ({ ...end, group })));
  const placeOf = new Map(ends.map(({ row, group }, place) => [row, { group, place }]));
  const begin = model.layout(lengths);
  const endLengths = ends.map(({ ids }) => ids.length);
  const endLength = Math.max(...endLengths);
  // Cells asked for: those of the beginnings first, then those of the ends.
  const cellOf = ({ row, at }: Ask) => {
    const { group, place } = placeOf.get(row)!;
    const after = at - lengths[group]!;
    return after < 0 ? group * begin.length + at : groups.length * begin.length + place * endLength + after;
  };
  const cells = [...new Set(asks.map(cellOf))];
  const place = new Map(cells.map((cell, i) => [cell, i]));
  let cache: KeyValueCache | undefined;
  let hidden: tf.Tensor2D | undefined;
  try {
    hidden = tf.tidy(() => {
      const embedded = model.embed(
        groups.map(({ prefix }) => prefix),
        begin,
      );
      const first = model.forwardWithCache(embedded, { layout: begin, lengths });
      cache = first.cache;
      const past = repeated(
        first.cache,
        ends.map(({ group }) => group),
        groups.length,
      );
      const starts = ends.map(({ group }) => lengths[group]!);
      const layout = model.layout(endLengths, { past, starts });
      const rest = model.forward(
        model.embed(
          ends.map(({ ids }) => ids),
          layout,
        ),
        { layout, past },
      );
      layout.dispose();
      const flat = [first.hidden, rest].map((states) => tf.reshape(states, [-1, model.info.hiddenSize]));
      return tf.gather(tf.concat(flat, 0), tf.tensor1d(cells, 'int32')) as tf.Tensor2D;
    });
    const picks = asks.map((ask) => ({ cell: place.get(cellOf(ask))!, token: ask.token }));
    return await predictTokens(model, hidden, picks, ranks);
  } finally {
    hidden?.dispose();
    cache?.dispose();
    begin.dispose();
  }
}

/** The cache with row `rows[i]` as its row i. Its tensors belong to the `tf.tidy` around it. */
function repeated(cache: KeyValueCache, rows: readonly number[], count: number): KeyValueCache {
  const index = tf.tensor1d(Int32Array.from(rows), 'int32');
  const width = cache.positions.length / count;
  const positions = new Int32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    positions.set(cache.positions.subarray(row * width, (row + 1) * width), i * width);
  }
  return {
    ...cache,
    keys: cache.keys.map((keys) => tf.gather(keys, index)),
    values: cache.values.map((values) => tf.gather(values, index)),
    positions,
    length: cache.length,
    dispose() {},
  };
}
