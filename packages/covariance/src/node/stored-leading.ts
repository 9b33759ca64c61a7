import { join } from 'node:path';
import type { LeadingEigen } from '@alphaedit/linalg';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import { type LayerEntry, leadingFile } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';
import { tensorDigest } from './tensor-digest.js';
import { metadataOf, readMatrix, withTensorFile } from './tensor-file.js';

/** What the manifest says of leading eigenpairs. */
export type LeadingEntry = NonNullable<LayerEntry['leading']>;

/** Whether the stored eigenpairs of a layer hold all from an eigenvalue on. */
const leadsFrom = ({ leading }: LayerEntry, value: number): boolean =>
  leading !== undefined && leading.from <= value;

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
  if (!leading || !leadsFrom(entry, value)) return undefined;
  const { count } = leading;
  return withTensorFile(join(directory, leading.file), entry, async (file) => {
    const { data: values } = await readMatrix(file, 'values', [count], leading.values);
    const { data } = await readMatrix(file, 'vectors', [d, count], leading.vectors);
    if (!values.every((one, i) => one >= (values[i - 1] ?? leading.from))) {
      throw statisticsBroken(file.path, `the eigenvalues are not those from ${leading.from} on, ascending.`);
    }
    const first = values.findIndex((one) => one >= value);
    const from = first < 0 ? count : first;
    const vectors = new Float64Array(d * (count - from));
    for (let i = 0; i < d; i++) {
      vectors.set(data.subarray(i * count + from, (i + 1) * count), i * (count - from));
    }
    return { values: values.slice(from), vectors: { rows: d, cols: count - from, data: vectors } };
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
  { values, vectors }: LeadingEigen,
  from: number,
  signal?: AbortSignal,
): Promise<LeadingEntry> {
  const file = leadingFile(entry.layer, entry.key);
  await writeSafetensors(
    join(directory, file),
    [
      { name: 'values', shape: [values.length], data: values },
      { name: 'vectors', shape: [vectors.rows, vectors.cols], data: vectors.data },
    ],
    { signal, metadata: metadataOf(entry) },
  );
  const digests = { values: tensorDigest(values), vectors: tensorDigest(vectors.data) };
  return { file, from, count: values.length, ...digests };
}
