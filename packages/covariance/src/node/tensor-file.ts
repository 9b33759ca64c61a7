import { toFloat64 } from '@alphaedit/safetensors';
import { openSafetensors, type SafetensorsFile } from '@alphaedit/safetensors/node';
import type { FloatArray, Matrix } from '@alphaedit/spec';
import type { LayerEntry } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';
import { tensorDigest } from './tensor-digest.js';

/** Metadata that ties a file to its layer in the manifest. */
export function metadataOf({ layer, key }: Pick<LayerEntry, 'layer' | 'key'>): Record<string, string> {
  return { key, layer: String(layer) };
}

/**
 * Runs `read` on a file of the layer `entry`.
 *
 * @throws {StatisticsError} `statistics-broken` unless there is such a file, and of that layer
 */
export async function withTensorFile<T>(
  path: string,
  entry: LayerEntry,
  read: (file: SafetensorsFile) => Promise<T>,
): Promise<T> {
  let file: SafetensorsFile;
  try {
    file = await openSafetensors(path);
  } catch (cause) {
    throw statisticsBroken(path, (cause as Error).message, { cause });
  }
  try {
    if (file.metadata.key !== entry.key || file.metadata.layer !== String(entry.layer)) {
      throw statisticsBroken(path, `is not the file the manifest means for layer ${entry.layer}.`);
    }
    return await read(file);
  } finally {
    await file.close();
  }
}

/**
 * A float tensor as float64.
 *
 * @param sha256 digest its elements must have; folders of the first version kept none
 * @throws {StatisticsError} `statistics-broken` for another shape, other elements, NaN or infinity
 */
export async function readMatrix(
  file: SafetensorsFile,
  name: string,
  shape: readonly [number, number?],
  sha256: string | undefined,
): Promise<Matrix<Float64Array>> {
  const found = file.tensors.get(name);
  const isFloat = found?.dtype === 'F64' || found?.dtype === 'F32';
  if (!found || !isFloat || found.shape.join() !== shape.join()) {
    throw statisticsBroken(file.path, `holds no float tensor "${name}" of shape [${shape}].`);
  }
  const bytes = await file.readBytes(name);
  if (sha256 !== undefined && tensorDigest(bytes) !== sha256) {
    throw statisticsBroken(file.path, `"${name}" is not what was written: its SHA-256 is another.`);
  }
  const data = toFloat64(bytes, found.dtype, name, file.path);
  if (!allFinite(data)) throw statisticsBroken(file.path, `"${name}" holds NaN or infinity.`);
  const [rows, cols = 1] = shape;
  return { rows, cols, data };
}

function allFinite(data: FloatArray): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) return false;
  return true;
}
