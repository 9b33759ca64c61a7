import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type SafetensorsFile, writeSafetensors } from '@alphaedit/safetensors/node';
import type { Eigh } from '@alphaedit/spec';
import { type LayerEntry, spectrumFile } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';
import { tensorDigest } from './tensor-digest.js';
import { metadataOf, readMatrix, withTensorFile } from './tensor-file.js';

/** What the manifest says of an eigen-decomposition. */
export type SpectrumEntry = NonNullable<LayerEntry['spectrum']>;

/**
 * Where a layer's eigen-decomposition is, or nothing where there is none. The manifests of the first version did
 * not name it: there a file of the right name is one.
 */
export function spectrumPath(directory: string, entry: LayerEntry): string | undefined {
  if (entry.spectrum) return join(directory, entry.spectrum.file);
  if (entry.sha256 !== undefined) return undefined;
  const path = join(directory, spectrumFile(entry.layer, entry.key));
  return existsSync(path) ? path : undefined;
}

/**
 * The stored eigen-decomposition of a layer with d keys; nothing where there is none.
 *
 * @throws {StatisticsError} `statistics-broken`
 */
export async function readSpectrum(
  directory: string,
  entry: LayerEntry,
  d: number,
): Promise<Eigh | undefined> {
  return fromSpectrum(directory, entry, async (file) => ({
    values: await readValues(file, entry, d),
    vectors: await readMatrix(file, 'vectors', [d, d], entry.spectrum?.vectors),
  }));
}

/** As `readSpectrum`, the eigenvalues only: d numbers where the vectors are d². */
export async function readEigenvalues(
  directory: string,
  entry: LayerEntry,
  d: number,
): Promise<Float64Array | undefined> {
  return fromSpectrum(directory, entry, (file) => readValues(file, entry, d));
}

/**
 * Writes the file of an eigen-decomposition.
 *
 * @returns what the manifest is to say of it
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeSpectrum(
  directory: string,
  entry: LayerEntry,
  eigen: Eigh,
  signal?: AbortSignal,
): Promise<SpectrumEntry> {
  return writeEigenpairs(directory, spectrumFile(entry.layer, entry.key), entry, eigen, signal);
}

/** Writes a file of eigenvalues, and of eigenvectors as columns; returns its name and the digests of both. */
export async function writeEigenpairs(
  directory: string,
  file: string,
  entry: LayerEntry,
  { values, vectors }: Eigh,
  signal?: AbortSignal,
): Promise<SpectrumEntry> {
  await writeSafetensors(
    join(directory, file),
    [
      { name: 'values', shape: [values.length], data: values },
      { name: 'vectors', shape: [vectors.rows, vectors.cols], data: vectors.data },
    ],
    { signal, metadata: metadataOf(entry) },
  );
  return { file, values: tensorDigest(values), vectors: tensorDigest(vectors.data) };
}

async function fromSpectrum<T>(
  directory: string,
  entry: LayerEntry,
  read: (file: SafetensorsFile) => Promise<T>,
): Promise<T | undefined> {
  const path = spectrumPath(directory, entry);
  return path === undefined ? undefined : withTensorFile(path, entry, read);
}

async function readValues(file: SafetensorsFile, entry: LayerEntry, d: number): Promise<Float64Array> {
  const { data } = await readMatrix(file, 'values', [d], entry.spectrum?.values);
  const ascending = data.every((value, i) => i === 0 || value >= data[i - 1]!);
  if (!ascending) throw statisticsBroken(file.path, 'the eigenvalues are not in ascending order.');
  return data;
}
