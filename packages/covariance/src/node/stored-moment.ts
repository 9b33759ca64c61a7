import { join } from 'node:path';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import type { Matrix } from '@alphaedit/spec';
import { diagonalSum } from '../diagonal-sum.js';
import type { MomentOrigin } from '../second-moments.js';
import { type StatisticsPrecision, statisticsKey } from '../statistics-key.js';
import { type LayerEntry, layerFile } from './manifest.js';
import { tensorDigest } from './tensor-digest.js';
import { metadataOf, readMatrix, withTensorFile } from './tensor-file.js';

/** Which second moment is written, and how. */
export interface StoredMomentOptions {
  readonly layer: number;
  readonly origin: MomentOrigin;
  readonly precision: StatisticsPrecision;
  readonly signal?: AbortSignal;
}

/**
 * Writes the file of one second moment [d, d].
 *
 * @returns what the manifest is to say of it
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeSecondMoment(
  directory: string,
  moment: Matrix<Float64Array>,
  { layer, origin, precision, signal }: StoredMomentOptions,
): Promise<LayerEntry> {
  const { rows, cols, data } = moment;
  const key = statisticsKey(origin, layer, precision);
  const file = layerFile(layer, key);
  const stored = precision === 'float64' ? data : Float32Array.from(data);
  await writeSafetensors(
    join(directory, file),
    [{ name: 'secondMoment', shape: [rows, cols], data: stored }],
    { signal, metadata: { ...metadataOf({ layer, key }), modelHash: origin.modelHash } },
  );
  return { layer, key, file, trace: diagonalSum(moment), sha256: tensorDigest(stored) };
}

/** C₀ of a layer, [d, d]. @throws {StatisticsError} `statistics-broken` */
export function readSecondMoment(
  directory: string,
  entry: LayerEntry,
  d: number,
): Promise<Matrix<Float64Array>> {
  return withTensorFile(join(directory, entry.file), entry, (file) =>
    readMatrix(file, 'secondMoment', [d, d], entry.sha256),
  );
}
