import type { DocumentWriter, Mixture } from '../world/documents.js';
import { createRandom } from '../world/random.js';

export interface Batch {
  /** [rows, length + 1]: inputs are all but the last, labels all but the first. */
  readonly ids: Int32Array;
  readonly rows: number;
  readonly length: number;
}

export interface BatchSource {
  readonly writer: DocumentWriter;
  /** What the documents of a step are made of. */
  readonly mixtureOf: (step: number) => Mixture;
  readonly encode: (text: string) => readonly number[];
  readonly endOfText: number;
  readonly seed: number;
}

/**
 * Rows of packed documents. Batch `step` depends on the seed and the step alone, so that a resumed run sees
 * the same.
 */
export function createBatches(source: BatchSource): (step: number, rows: number, length: number) => Batch {
  const { encode, writer, mixtureOf, endOfText, seed } = source;
  return (step, rows, length) => {
    const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b));
    const size = length + 1;
    const ids = new Int32Array(rows * size);
    for (let row = 0; row < rows; row++) {
      let at = 0;
      while (at < size) {
        if (at > 0) ids[row * size + at++] = endOfText;
        const tokens = encode(writer.write(random, mixtureOf(step)));
        const room = Math.min(tokens.length, size - at);
        ids.set(tokens.slice(0, room), row * size + at);
        at += Math.max(room, 1);
      }
    }
    return { ids, rows, length };
  };
}
