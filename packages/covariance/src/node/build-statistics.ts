import { join } from 'node:path';
import { makeFolder, removeStaleTemporaries } from '@alphaedit/files';
import type { Warning } from '@alphaedit/spec';
import type { CollectOptions } from '../collect-options.js';
import { collectSecondMoments } from '../collect-second-moments.js';
import { fileCheckpoint } from './file-checkpoint.js';
import { type WriteStatisticsOptions, type WrittenLayer, writeStatistics } from './write-statistics.js';

/** From which text, for which layers and into which folder statistics are built. */
export interface BuildStatisticsOptions
  extends Omit<CollectOptions, 'checkpoint'>,
    Omit<WriteStatisticsOptions, 'signal' | 'onProgress'> {
  /** Folder to write to; made when it is missing. */
  readonly directory: string;
}

/** What `buildStatistics` wrote, and what it was made from. */
export interface BuiltStatistics {
  readonly layers: readonly WrittenLayer[];
  readonly documents: number;
  readonly tokens: number;
  readonly warnings: readonly Warning[];
}

/**
 * From text to a statistics folder: collects the second moments with a checkpoint in the folder, writes
 * them, and removes the checkpoint. The same call after an interruption goes on where it stopped.
 *
 * @throws as `collectSecondMoments`, `fileCheckpoint` and `writeStatistics`; an unwritable folder is reported
 * before any work
 */
export async function buildStatistics(options: BuildStatisticsOptions): Promise<BuiltStatistics> {
  const { directory } = options;
  await makeFolder(directory);
  await removeStaleTemporaries(directory);
  const checkpoint = fileCheckpoint(join(directory, 'checkpoint.safetensors'));
  const moments = await collectSecondMoments({ ...options, checkpoint });
  const layers = await writeStatistics(directory, moments, options);
  await checkpoint.remove();
  const { documents, tokens } = moments.origin;
  return { layers, documents, tokens, warnings: moments.warnings };
}
