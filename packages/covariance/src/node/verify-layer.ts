import { join } from 'node:path';
import type { Eigh, Matrix } from '@alphaedit/spec';
import { diagonalSum } from '../diagonal-sum.js';
import type { Collection, LayerEntry } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';
import { readLeading } from './stored-leading.js';
import { readSecondMoment } from './stored-moment.js';
import { readSpectrum, spectrumPath } from './stored-spectrum.js';

/** A layer whose files were read and found in order. */
export interface VerifiedLayer {
  readonly layer: number;
  /** Whether digests of its elements were recorded when they were written. */
  readonly recorded: boolean;
  /** Whether its eigen-decomposition is stored, or its leading eigenpairs. */
  readonly decomposed: boolean;
}

/**
 * Relative distance of sums over d² float64 numbers that are equal but for rounding: second moments may be stored in
 * float32 (6e-8 of each), eigenvectors are unit to about 1e-13.
 */
const ROUNDING = 1e-6;

/**
 * Reads the files of one layer and holds them to the manifest: digests, finite numbers, tr C₀; and where there is an
 * eigen-decomposition C₀ = V Λ Vᵀ, also Σ λ = tr C₀ and ‖vⱼ‖ = 1.
 *
 * @throws {StatisticsError} `statistics-broken`
 */
export async function verifyLayer(
  directory: string,
  { keySize }: Pick<Collection, 'keySize'>,
  entry: LayerEntry,
): Promise<VerifiedLayer> {
  const { layer, file, trace, sha256 } = entry;
  const moment = await readSecondMoment(directory, entry, keySize);
  if (!near(diagonalSum(moment), trace)) {
    throw statisticsBroken(join(directory, file), 'its trace is not the one in the manifest.');
  }
  const spectrum = await readSpectrum(directory, entry, keySize);
  if (spectrum) assertDecomposes(spectrum, trace, spectrumPath(directory, entry)!);
  const { leading: stored } = entry;
  const leading = stored && (await readLeading(directory, entry, keySize, stored.from));
  if (leading) assertUnit(leading.vectors, join(directory, stored.file));
  const decomposed = spectrum !== undefined || leading !== undefined;
  return { layer, recorded: sha256 !== undefined, decomposed };
}

function assertDecomposes({ values, vectors }: Eigh, trace: number, path: string): void {
  const sum = values.reduce((total, value) => total + value, 0);
  if (!near(sum, trace)) {
    throw statisticsBroken(path, 'the eigenvalues do not add up to the trace of the second moment.');
  }
  assertUnit(vectors, path);
}

function assertUnit(vectors: Matrix, path: string): void {
  const squares = new Float64Array(vectors.cols);
  for (let i = 0; i < vectors.data.length; i++) squares[i % vectors.cols]! += vectors.data[i]! ** 2;
  if (!squares.every((square) => near(square, 1))) {
    throw statisticsBroken(path, 'the eigenvectors are not of length 1.');
  }
}

const near = (a: number, b: number) => Math.abs(a - b) <= ROUNDING * Math.abs(b);
