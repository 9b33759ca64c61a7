import '@tensorflow/tfjs-backend-cpu';
import type { ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** p(next word | word); words of a row that are not listed share what is left equally. */
export type Bigrams = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface BigramModel extends ModelPort {
  /** Rows and length of every grid run, to see what was batched. */
  readonly grids: { readonly rows: number; readonly length: number }[];
  /** Number of logit rows made. */
  logitRows: number;
}

/**
 * A model whose next word depends on the last word only, so that every probability can be written by hand.
 * Its tokens are words, each with the one space before it. Runs on tfjs's plain JavaScript backend.
 */
export async function bigramModel(
  bigrams: Bigrams,
  { bos = false, contextLength = 32 }: { bos?: boolean; contextLength?: number } = {},
): Promise<BigramModel> {
  tf.env().set('IS_TEST', true); // no advice to install another backend
  await tf.setBackend('cpu');
  const followers = Object.values(bigrams).flatMap((row) => Object.keys(row));
  const words = [...new Set(['<bos>', '<unknown>', ...Object.keys(bigrams), ...followers])];
  const size = words.length;
  const table = words.map((word) => {
    const row = bigrams[word] ?? {};
    const rest = 1 - Object.values(row).reduce((sum, p) => sum + p, 0);
    const share = rest / (size - Object.keys(row).length);
    return words.map((next) => Math.log(row[next] ?? share));
  });
  const idOf = (word: string) => Math.max(words.indexOf('<unknown>'), words.indexOf(word));
  const grids: BigramModel['grids'] = [];
  const unused = (): never => {
    throw new Error('a metric has no business here');
  };
  const model: BigramModel = {
    grids,
    logitRows: 0,
    info: {
      architecture: 'bigram',
      blocks: 1,
      hiddenSize: size,
      keySize: 1,
      heads: 1,
      keyValueHeads: 1,
      headSize: 1,
      vocabularySize: size,
      contextLength,
      parameters: size * size,
      editable: [],
    },
    tokenizer: {
      vocabularySize: size,
      addsBos: bos,
      encode: (text, options) => [
        ...(bos && (options?.specialTokens ?? true) ? [0] : []),
        ...(text.match(/ ?[^ ]+| +/g) ?? []).map((word) => idOf(word.trim())),
      ],
      decode: (ids) => ids.map((id) => words[id]).join(' '),
    },
    layout(lengths) {
      const length = Math.max(...lengths);
      grids.push({ rows: lengths.length, length });
      return {
        rows: lengths.length,
        length,
        positions: new Int32Array(0),
        pastPositions: new Int32Array(0),
        pastLength: 0,
        mask: undefined as never,
        dispose() {},
      };
    },
    embed: (rows, { length }) =>
      tf.tidy(() => {
        const ids = rows.flatMap((row) => Array.from({ length }, (_, t) => row[t] ?? 1));
        const hot = tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), size), 'float32');
        return tf.reshape(hot, [rows.length, length, size]);
      }),
    forward: (hidden) => hidden.clone(),
    // The next word depends on the last one only: there is no attention state to keep.
    forwardWithCache: (hidden, { lengths }) => ({
      hidden: hidden.clone(),
      cache: {
        from: 0,
        keys: [],
        values: [],
        positions: new Int32Array(lengths.length),
        length: 1,
        dispose() {},
      },
    }),
    logits(hidden) {
      model.logitRows += hidden.shape[0];
      return tf.tidy(() => tf.matMul(hidden, tf.tensor2d(table)));
    },
    contentHash: unused,
    withDelta: unused,
    readWeight: unused,
    writeWeight: unused,
    dispose() {},
  };
  return model;
}
