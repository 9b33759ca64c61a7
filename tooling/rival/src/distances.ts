import { matrix } from '@alphaedit/linalg';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { openSafetensors, type SafetensorsFile } from '@alphaedit/safetensors/node';
import { relativeDistance } from '@alphaedit/testing';

/** How far our tensors are from the published procedure's, relative to these. */
export interface Distances {
  readonly z: number;
  /** ‖ΔW − ΔW'‖ / ‖ΔW'‖ by layer. */
  readonly delta: Readonly<Record<string, number>>;
}

/** Compares the tensors both sides wrote: `z`, and `left` and `right` of each layer with its `delta`. */
export async function distances(
  ours: string,
  published: string,
  layers: readonly number[],
): Promise<Distances> {
  const linalg = createLinearAlgebra();
  const a = await openSafetensors(ours);
  const b = await openSafetensors(published);
  try {
    const z = relativeDistance(await a.readFloat32('z'), await b.readFloat32('z'));
    const delta: Record<string, number> = {};
    for (const layer of layers) {
      const factors = [await factor(a, `left.${layer}`), await factor(a, `right.${layer}`)] as const;
      const change = await linalg.matmul(...factors, { transposeB: true });
      delta[layer] = relativeDistance(change.data, await b.readFloat32(`delta.${layer}`));
    }
    return { z, delta };
  } finally {
    await a.close();
    await b.close();
  }
}

async function factor(file: SafetensorsFile, name: string) {
  const [rows, cols] = file.tensors.get(name)!.shape as [number, number];
  return matrix(rows, cols, await file.readFloat64(name));
}
