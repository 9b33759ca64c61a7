import type { ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** A token asked for after the state in row `cell` of the hidden states. */
export interface TokenAt {
  readonly cell: number;
  readonly token: number;
}

export interface Predictions {
  /** −log softmax(logits)[token], by pick. */
  readonly nll: Float32Array;
  /** argmax of the logits, by pick. */
  readonly best: Int32Array;
  /** Tokens with a larger logit, by pick, where ranks are asked for. */
  readonly above?: Float32Array;
}

/** Logits are made in pieces of at most this many numbers (16 MiB). */
const LOGITS_AT_ONCE = 2 ** 22;

/** Final norm, head and softmax of hidden states [cells, hiddenSize], piece by piece. No tensor is left behind. */
export async function predictTokens(
  model: ModelPort,
  hidden: tf.Tensor2D,
  picks: readonly TokenAt[],
  ranks = false,
): Promise<Predictions> {
  const nll = new Float32Array(picks.length);
  const best = new Int32Array(picks.length);
  const above = new Float32Array(ranks ? picks.length : 0);
  const cells = hidden.shape[0];
  const step = Math.max(1, Math.floor(LOGITS_AT_ONCE / model.info.vocabularySize));
  const numbered = picks.map((pick, index) => ({ ...pick, index }));
  for (let from = 0; from < cells; from += step) {
    const to = Math.min(from + step, cells);
    const here = numbered.filter(({ cell }) => cell >= from && cell < to);
    const local = here.map(({ cell, token }) => ({ cell: cell - from, token }));
    const measured = tf.tidy(() =>
      measurePicks(model.logits(tf.slice(hidden, [from, 0], [to - from, -1])), local, ranks),
    );
    try {
      const [loss, winner, better] = await Promise.all(measured.map((tensor) => tensor.data()));
      for (const [k, { index }] of here.entries()) {
        nll[index] = loss![k]!;
        best[index] = winner![k]!;
        if (better) above[index] = better[k]!;
      }
    } finally {
      tf.dispose(measured);
    }
  }
  return { nll, best, ...(ranks && { above }) };
}

/** Loss of each pick, the likeliest token at its place, and with `ranks` how many tokens have a larger logit. */
function measurePicks(logits: tf.Tensor2D, picks: readonly TokenAt[], ranks: boolean): tf.Tensor[] {
  const vocabularySize = logits.shape[1];
  const int32 = (of: (pick: TokenAt) => number) => tf.tensor1d(Int32Array.from(picks, of), 'int32');
  const cell = int32((pick) => pick.cell);
  const entry = int32((pick) => pick.cell * vocabularySize + pick.token);
  const picked = (values: tf.Tensor) => tf.gather(tf.reshape(values, [-1]), entry);
  // Shifted by the largest first: a likely token's loss is then not a difference of large numbers.
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logSum = tf.log(tf.sum(tf.exp(shifted), 1));
  const losses = tf.sub(tf.gather(logSum, cell), picked(shifted));
  const winners = tf.gather(tf.argMax(logits, 1), cell);
  if (!ranks) return [losses, winners];
  const larger = tf.greater(tf.gather(logits, cell), tf.expandDims(picked(logits), 1));
  return [losses, winners, tf.sum(tf.cast(larger, 'float32'), 1)];
}
