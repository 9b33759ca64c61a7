import { join } from 'node:path';
import { columns, type LeadingEigen } from '@alphaedit/linalg';
import { type LayerEntry, leadingFile } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';
import { writeEigenpairs } from './stored-spectrum.js';
import { readMatrix, withTensorFile } from './tensor-file.js';

/** What the manifest says of leading eigenpairs. */
export type LeadingEntry = NonNullable<LayerEntry['leading']>;

/**
 * The stored eigenpairs with λ ≥ `value` of a layer with d keys; nothing where they are not stored.
 *
 * @throws {StatisticsError} `statistics-broken`
 */
export async function readLeading(
  directory: string,
  entry: LayerEntry,
  d: number,
  value: number,
): Promise<LeadingEigen | undefined> {
  const { leading } = entry;
  if (!leading || leading.from > value) return undefined;
  const { count } = leading;
  return withTensorFile(join(directory, leading.file), entry, async (file) => {
    const { data: values } = await readMatrix(file, 'values', [count], leading.values);
    const vectors = await readMatrix(file, 'vectors', [d, count], leading.vectors);
    if (!values.every((one, i) => one >= (values[i - 1] ?? leading.from))) {
      throw statisticsBroken(file.path, `the eigenvalues are not those from ${leading.from} on, ascending.`);
    }
    const first = values.findIndex((one) => one >= value);
    const from = first < 0 ? count : first;
    return { values: values.slice(from), vectors: columns(vectors, from, count) };
  });
}

/**
 * Writes the file of leading eigenpairs.
 *
 * @param from what their eigenvalues reach
 * @returns what the manifest is to say of them
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeLeading(
  directory: string,
  entry: LayerEntry,
  eigen: LeadingEigen,
  from: number,
  signal?: AbortSignal,
): Promise<LeadingEntry> {
  const file = leadingFile(entry.layer, entry.key);
  const written = await writeEigenpairs(directory, file, entry, eigen, signal);
  return { ...written, from, count: eigen.values.length };
}
