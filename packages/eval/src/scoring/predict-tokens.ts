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
    const [losses, winners, betters] = tf.tidy(() => {
      const logits = model.logits(tf.slice(hidden, [from, 0], [to - from, -1]));
      return [...lossAndBest(logits, local), ranks ? tokensAbove(logits, local) : tf.zeros([0])] as const;
    });
    try {
      const [loss, winner, better] = await Promise.all([losses.data(), winners.data(), betters.data()]);
      for (const [k, { index }] of here.entries()) {
        nll[index] = loss[k]!;
        best[index] = winner[k]!;
        if (ranks) above[index] = better[k]!;
      }
    } finally {
      tf.dispose([losses, winners, betters]);
    }
  }
  return { nll, best, ...(ranks && { above }) };
}

/** Tokens whose logit is larger than that of the token asked for, by pick. */
function tokensAbove(logits: tf.Tensor2D, picks: readonly TokenAt[]): tf.Tensor {
  const vocabularySize = logits.shape[1];
  const cell = Int32Array.from(picks, (pick) => pick.cell);
  const entry = Int32Array.from(picks, (pick) => pick.cell * vocabularySize + pick.token);
  const wanted = tf.gather(tf.reshape(logits, [-1, 1]), tf.tensor1d(entry, 'int32'));
  return tf.sum(tf.cast(tf.greater(tf.gather(logits, tf.tensor1d(cell, 'int32')), wanted), 'float32'), 1);
}

function lossAndBest(
  logits: tf.Tensor2D,
  picks: readonly TokenAt[],
): [losses: tf.Tensor, winners: tf.Tensor] {
  const vocabularySize = logits.shape[1];
  const cell = tf.tensor1d(
    Int32Array.from(picks, (pick) => pick.cell),
    'int32',
  );
  const entry = Int32Array.from(picks, (pick) => pick.cell * vocabularySize + pick.token);
  // Shifted by the largest first: a likely token's loss is then not a difference of large numbers.
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logSum = tf.log(tf.sum(tf.exp(shifted), 1));
  const wanted = tf.gather(tf.reshape(shifted, [-1]), tf.tensor1d(entry, 'int32'));
  return [tf.sub(tf.gather(logSum, cell), wanted), tf.gather(tf.argMax(logits, 1), cell)];
}
