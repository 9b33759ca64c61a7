import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightStore } from './weight-store.js';

/**
 * SHA-256 over a content hash, the weights written since (by name, as they lie on the device) and every change
 * that lies over a weight. One weight or factor is on the host at a time.
 */
export async function stateHash(
  contentHash: string,
  weights: WeightStore,
  written: readonly string[],
): Promise<string> {
  const parts = [contentHash];
  const add = async (name: string, tensor: Tensor) =>
    parts.push(`${name} [${tensor.shape}] ${await sha256(await tensor.data())}`);
  for (const name of written) await add(name, weights.get(name));
  for (const name of [...weights.names].sort()) {
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

async function sha256(data: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
