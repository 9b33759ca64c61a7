import type { Tensor } from '@tensorflow/tfjs-core';
import { sha256 } from './sha256.js';
import type { WeightStore } from './weights/weight-store.js';

/** SHA-256 of a tensor's shape and values, as float32. */
const tensorHash = async (tensor: Tensor): Promise<string> =>
  `[${tensor.shape}] ${await sha256(await tensor.data())}`;

/** The hash of a weight as it stands, without what lies over it. */
export async function weightHash(weights: WeightStore, name: string): Promise<string> {
  const copy = weights.copy(name);
  try {
    return await tensorHash(copy);
  } finally {
    copy.dispose();
  }
}

/**
 * SHA-256 over a content hash, the weights that are not what they were and every change that lies over an editable
 * weight, by name and as float32. One weight or factor is on the host at a time.
 *
 * @param original hash of a weight before it was first written, where that is known
 */
export async function stateHash({
  contentHash,
  weights,
  written,
  original,
  editable,
}: {
  readonly contentHash: string;
  readonly weights: WeightStore;
  readonly written: ReadonlySet<string>;
  readonly original: ReadonlyMap<string, string>;
  readonly editable: readonly string[];
}): Promise<string> {
  const parts = [contentHash];
  const add = async (name: string, tensor: Tensor) => parts.push(`${name} ${await tensorHash(tensor)}`);
  for (const name of editable) {
    if (written.has(name)) {
      const hash = await weightHash(weights, name);
      if (hash !== original.get(name)) parts.push(`${name} ${hash}`);
    }
    for (const overlay of weights.overlays(name)) {
      if (overlay.kind === 'dense') await add(`${name} +`, overlay.valueT);
      else {
        await add(`${name} + right`, overlay.right);
        await add(`${name} + left`, overlay.leftT);
      }
    }
  }
  return sha256(new TextEncoder().encode(parts.join('\n')));
}
