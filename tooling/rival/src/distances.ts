import { openSafetensors } from '@alphaedit/safetensors/node';

/** ‖a − b‖ / ‖b‖. */
function relative(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers beside ${b.length}`);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}

/** left · rightᵀ, [dOut, dIn]. */
function product(left: Float64Array, right: Float64Array, rank: number): Float64Array {
  const dOut = left.length / rank;
  const dIn = right.length / rank;
  const out = new Float64Array(dOut * dIn);
  for (let i = 0; i < dOut; i++) {
    for (let j = 0; j < dIn; j++) {
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += left[i * rank + r]! * right[j * rank + r]!;
      out[i * dIn + j] = sum;
    }
  }
  return out;
}

/** How far our tensors are from the published procedure's, relative to these. */
export interface Distances {
  readonly z: number;
  /** ‖ΔW − ΔW'‖ / ‖ΔW'‖ by layer. */
  readonly delta: Readonly<Record<string, number>>;
}

export async function distances(
  ours: string,
  published: string,
  layers: readonly number[],
): Promise<Distances> {
  const a = await openSafetensors(ours);
  const b = await openSafetensors(published);
  try {
    const z = relative(await a.readFloat32('z'), await b.readFloat32('z'));
    const delta: Record<string, number> = {};
    for (const layer of layers) {
      const rank = a.tensors.get(`left.${layer}`)!.shape[1]!;
      const whole = product(
        await a.readFloat64(`left.${layer}`),
        await a.readFloat64(`right.${layer}`),
        rank,
      );
      delta[layer] = relative(whole, await b.readFloat32(`delta.${layer}`));
    }
    return { z, delta };
  } finally {
    await a.close();
    await b.close();
  }
}
