import type { ModelInfo } from '@alphaedit/spec';
import type { Restoration } from './restoration.js';

/** Size of one restored run: rows, cells computed per row, cells attended to through the cache. */
export interface RunSize {
  readonly samples: number;
  readonly length: number;
  readonly past: number;
}

/** Restorations in order, in as few batches as fit into `limit` bytes; one at least in each. */
export function chunkRestorations(
  restorations: readonly Restoration[],
  info: ModelInfo,
  size: RunSize,
  limit: number,
): Restoration[][] {
  const perChunk = Math.max(1, Math.floor(limit / restorationBytes(info, size)));
  const count = Math.ceil(restorations.length / perChunk);
  const chunks: Restoration[][] = [];
  for (let c = 0; c < count; c++) {
    const [from, to] = [c, c + 1].map((k) => Math.floor((k * restorations.length) / count));
    chunks.push(restorations.slice(from, to));
  }
  return chunks;
}

/**
 * Bytes of one restoration while a block runs: the widest activations of its cells (about twelve of the
 * stream's width and five of the key's at once), attention scores, one block's cached keys and values (and
 * their copy behind new ones), logits and their softmax.
 */
function restorationBytes(info: ModelInfo, { samples, length, past }: RunSize): number {
  const { hiddenSize, keySize, heads, keyValueHeads, headSize, vocabularySize } = info;
  const cell = 12 * hiddenSize + 5 * keySize + 3 * heads * (past + length);
  const cached = 4 * keyValueHeads * headSize * past;
  return 4 * samples * (length * cell + cached + 2 * vocabularySize);
}
