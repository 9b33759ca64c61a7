import type { Batch } from './batches.js';
import { HIDDEN } from './training-forward.js';

/**
 * What is added to the attention scores of the early blocks: no position sees a later one, nor, in the first
 * `share` of the rows, a name's last token from behind it. [rows, 1, length, length]
 *
 * A large model comes to look up what it knows of a subject at the subject's last token, before it is asked
 * for. A small one would rather carry the name to where the answer is wanted and look it up there, where no edit
 * at the subject reaches it. With the name out of sight in the early blocks, the first place can do it alone.
 */
export function earlyMask(
  { ids, rows, length }: Batch,
  isName: (token: number) => boolean,
  share: number,
): Float32Array {
  const mask = new Float32Array(rows * length * length);
  for (let i = 0; i < rows * length; i++) mask.fill(HIDDEN, i * length + (i % length) + 1, (i + 1) * length);
  for (let row = 0; row < share * rows; row++) {
    for (let name = 0; name < length; name++) {
      if (!isName(ids[row * (length + 1) + name]!)) continue;
      for (let from = name + 1; from < length; from++) mask[(row * length + from) * length + name] = HIDDEN;
    }
  }
  return mask;
}
