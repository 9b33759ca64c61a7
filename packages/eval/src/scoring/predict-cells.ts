import type { ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { type Predictions, predictTokens } from './predict-tokens.js';

/** Which token is asked for after cell `at` of row `row`. */
export interface Ask {
  readonly row: number;
  readonly at: number;
  readonly token: number;
}

/**
 * One forward pass over right-padded rows; final norm and head run on the cells asked for only, once per
 * cell. No tensor is left behind.
 */
export async function predictCells(
  model: ModelPort,
  rows: readonly (readonly number[])[],
  asks: readonly Ask[],
  ranks = false,
): Promise<Predictions> {
  const layout = model.layout(rows.map(({ length }) => length));
  const cellOf = ({ row, at }: Ask) => row * layout.length + at;
  const cells = [...new Set(asks.map(cellOf))];
  const place = new Map(cells.map((cell, i) => [cell, i]));
  let hidden: tf.Tensor2D | undefined;
  try {
    hidden = tf.tidy(() => {
      const states = model.forward(model.embed(rows, layout), { layout });
      const flat: tf.Tensor2D = tf.reshape(states, [-1, model.info.hiddenSize]);
      return tf.gather(flat, tf.tensor1d(cells, 'int32'));
    });
    const picks = asks.map((ask) => ({ cell: place.get(cellOf(ask))!, token: ask.token }));
    return await predictTokens(model, hidden, picks, ranks);
  } finally {
    hidden?.dispose();
    layout.dispose();
  }
}
