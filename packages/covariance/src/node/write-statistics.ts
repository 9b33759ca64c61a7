import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import { throwIfAborted, type Work } from '@alphaedit/spec';
import packageJson from '../../package.json' with { type: 'json' };
import type { MomentOrigin, SecondMoments } from '../second-moments.js';
import { type StatisticsPrecision, statisticsKey } from '../statistics-key.js';
import {
  LAYER_FILE,
  type LayerEntry,
  layerFile,
  MANIFEST_FILE,
  type Manifest,
  spectrumFile,
} from './manifest.js';
import { readManifest } from './read-manifest.js';

/** How second moments are written. */
export interface WriteStatisticsOptions extends Work {
  /** Number format of the matrices; float64 by default. */
  readonly precision?: StatisticsPrecision;
  /** What the text is, in words: kept in the manifest. */
  readonly corpus?: string;
}

/** One layer's second moment as it was written. */
export interface WrittenLayer {
  readonly layer: number;
  readonly tokens: number;
  /** Tr C₀: the mean squared length of a key. */
  readonly trace: number;
  readonly path: string;
}

/**
 * Writes second moments to a folder: one safetensors file per layer, named for its key, then the manifest,
 * whose renaming into place is the moment the new statistics become the ones of the folder. Until then, and
 * when writing fails, the folder keeps what it held.
 *
 * Layers join those already there when these come from the same model, text and cuts; they replace
 * statistics of any other origin.
 *
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeStatistics(
  directory: string,
  moments: SecondMoments,
  options: WriteStatisticsOptions = {},
): Promise<readonly WrittenLayer[]> {
  const { precision = 'float64', corpus = '', signal, onProgress } = options;
  const { origin, keySize, layers } = moments;
  await makeFolder(directory);
  const entries: LayerEntry[] = [];
  for (const layer of layers) {
    throwIfAborted(signal, 'writing statistics');
    const key = statisticsKey(origin, layer, precision);
    const file = layerFile(layer, key);
    const { data } = moments.secondMoment(layer);
    const stored = precision === 'float64' ? data : Float32Array.from(data);
    await writeSafetensors(
      join(directory, file),
      [{ name: 'secondMoment', shape: [keySize, keySize], data: stored }],
      { signal, metadata: { key, layer: String(layer), modelHash: origin.modelHash } },
    );
    entries.push({ layer, key, file, trace: diagonalSum(data, keySize) });
    onProgress?.({ stage: 'write statistics', done: entries.length, total: layers.length, unit: 'layers' });
  }
  const before = await entriesOfSameOrigin(directory, origin, precision);
  const manifest: Manifest = {
    format: 'alphaedit-statistics',
    version: 1,
    writtenBy: `${packageJson.name}@${packageJson.version}`,
    origin,
    corpus,
    keySize,
    precision,
    layers: [...before.filter(({ layer }) => !layers.includes(layer)), ...entries].sort(
      (a, b) => a.layer - b.layer,
    ),
  };
  await writeFileAtomically(join(directory, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, {
    signal,
  });
  await removeUnnamed(directory, manifest);
  return entries.map(({ layer, trace, file }) => ({
    layer,
    tokens: origin.tokens,
    trace,
    path: join(directory, file),
  }));
}

/** What the folder's manifest, if there is a sound one, says of layers that this run's may stand beside. */
async function entriesOfSameOrigin(
  directory: string,
  origin: MomentOrigin,
  precision: StatisticsPrecision,
): Promise<readonly LayerEntry[]> {
  const manifest = await readManifest(directory).catch(() => undefined);
  if (manifest === undefined) return [];
  return manifest.layers.filter(({ layer, key }) => key === statisticsKey(origin, layer, precision));
}

/** Deletes the files of this format that the manifest does not name. */
async function removeUnnamed(directory: string, { layers }: Manifest): Promise<void> {
  const named = new Set(layers.flatMap(({ layer, key, file }) => [file, spectrumFile(layer, key)]));
  for (const file of await readdir(directory)) {
    if (LAYER_FILE.test(file) && !named.has(file)) await rm(join(directory, file), { force: true });
  }
}

function diagonalSum(data: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += data[i * size + i]!;
  return sum;
}
