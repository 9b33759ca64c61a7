import type { Tensor } from '@tensorflow/tfjs-core';
import { sha256 } from './sha256.js';
import type { WeightStore } from './weights/weight-store.js';

/**
 * SHA-256 over a content hash, the weights written since and every change that lies over an editable weight, by
 * name and as float32. One weight or factor is on the host at a time.
 */
export async function stateHash({
  contentHash,
  weights,
  written,
  editable,
}: {
  readonly contentHash: string;
  readonly weights: WeightStore;
  readonly written: ReadonlySet<string>;
  readonly editable: readonly string[];
}): Promise<string> {
  const parts = [contentHash];
  const add = async (name: string, tensor: Tensor) =>
    parts.push(`${name} [${tensor.shape}] ${await sha256(await tensor.data())}`);
  for (const name of editable) {
    if (written.has(name)) {
      const copy = weights.copy(name);
      await add(name, copy);
      copy.dispose();
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
