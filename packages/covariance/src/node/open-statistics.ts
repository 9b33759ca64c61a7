import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile, writeSafetensors } from '@alphaedit/safetensors/node';
import type { Eigh, FloatArray, LinearAlgebra, Matrix, Warning } from '@alphaedit/spec';
import { type SpectralStatistics, spectralStatistics } from '../spectral-statistics.js';
import { type LayerEntry, type Manifest, spectrumFile } from './manifest.js';
import { readManifest } from './read-manifest.js';
import { statisticsBroken } from './statistics-broken.js';

/** What opened statistics compute with. */
export interface OpenStatisticsOptions {
  /** Decomposes second moments and does the projectors' products. */
  readonly linalg: LinearAlgebra;
}

/** Statistics in a folder. Matrices are read when asked for; nothing stays open. */
export interface StoredStatistics extends SpectralStatistics {
  readonly directory: string;
  readonly manifest: Manifest;
}

/**
 * Opens a statistics folder. What is read is checked: the manifest's fields, that each file is the one the
 * manifest means, shapes, and that every number is finite.
 *
 * An eigen-decomposition is computed at its first use and kept beside the second moment; where the folder
 * cannot be written it is computed again each time, and projectors carry the warning `spectrum-not-stored`.
 *
 * @throws {StatisticsError} `statistics-missing`, `statistics-broken`
 */
export async function openStatistics(
  directory: string,
  { linalg }: OpenStatisticsOptions,
): Promise<StoredStatistics> {
  const manifest = await readManifest(directory);
  const { keySize, origin } = manifest;
  const entryOf = (layer: number) => manifest.layers.find((entry) => entry.layer === layer)!;
  const secondMoment = (layer: number) => readSecondMoment(directory, entryOf(layer), keySize);
  const source = {
    modelHash: origin.modelHash,
    layers: manifest.layers.map(({ layer }) => layer),
    secondMoment,
    async eigen(layer: number): Promise<Eigh & { warnings?: readonly Warning[] }> {
      const entry = entryOf(layer);
      const path = join(directory, spectrumFile(layer, entry.key));
      const stored = await readSpectrum(path, entry, keySize);
      if (stored) return stored;
      const eigen = await linalg.eigh(await secondMoment(layer));
      return { ...eigen, warnings: await storeSpectrum(path, entry, eigen) };
    },
  };
  return { ...spectralStatistics(source, linalg), directory, manifest };
}

async function readSecondMoment(
  directory: string,
  entry: LayerEntry,
  d: number,
): Promise<Matrix<Float64Array>> {
  return withFile(join(directory, entry.file), entry, async (file) => {
    return readMatrix(file, 'secondMoment', [d, d]);
  });
}

async function readSpectrum(path: string, entry: LayerEntry, d: number): Promise<Eigh | undefined> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  return withFile(path, entry, async (file) => {
    const { data: values } = await readMatrix(file, 'values', [d]);
    const vectors = await readMatrix(file, 'vectors', [d, d]);
    const ascending = values.every((value, i) => i === 0 || value >= values[i - 1]!);
    if (!ascending) throw statisticsBroken(path, 'the eigenvalues are not in ascending order.');
    return { values, vectors };
  });
}

/** Keeps a decomposition for the next time; a failure costs that time only, so it becomes a warning. */
async function storeSpectrum(path: string, entry: LayerEntry, { values, vectors }: Eigh): Promise<Warning[]> {
  try {
    await writeSafetensors(
      path,
      [
        { name: 'values', shape: [values.length], data: values },
        { name: 'vectors', shape: [vectors.rows, vectors.cols], data: vectors.data },
      ],
      { metadata: { key: entry.key, layer: String(entry.layer) } },
    );
    return [];
  } catch (error) {
    const message = `The eigen-decomposition of layer ${entry.layer} could not be kept: ${(error as Error).message}`;
    return [{ code: 'spectrum-not-stored', message, data: { path } }];
  }
}

async function withFile<T>(
  path: string,
  entry: LayerEntry,
  read: (file: SafetensorsFile) => Promise<T>,
): Promise<T> {
  let file: SafetensorsFile;
  try {
    file = await openSafetensors(path);
  } catch (cause) {
    throw statisticsBroken(path, (cause as Error).message, cause);
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

async function readMatrix(
  file: SafetensorsFile,
  name: string,
  shape: readonly number[],
): Promise<Matrix<Float64Array>> {
  const found = file.tensors.get(name);
  const isFloat = found?.dtype === 'F64' || found?.dtype === 'F32';
  if (!found || !isFloat || found.shape.join() !== shape.join()) {
    throw statisticsBroken(file.path, `holds no float tensor "${name}" of shape [${shape}].`);
  }
  const data = await file.readFloat64(name);
  if (!allFinite(data)) throw statisticsBroken(file.path, `"${name}" holds NaN or infinity.`);
  const [rows, cols = 1] = shape as [number, number?];
  return { rows, cols, data };
}

function allFinite(data: FloatArray): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) return false;
  return true;
}
