import { toFloat32, transpose } from '@alphaedit/linalg';
import type { NullSpaceProjector, WeightDelta } from '@alphaedit/spec';

/** Δ ← ΔP: the right factor projected, or the rows of a dense change. */
export async function projectDelta(delta: WeightDelta, projector: NullSpaceProjector): Promise<WeightDelta> {
  if (delta.kind === 'low-rank') return { ...delta, right: await projector.project(delta.right) };
  const projected = transpose(await projector.project(transpose(delta.value)));
  return { ...delta, value: delta.value.data instanceof Float32Array ? toFloat32(projected) : projected };
}
