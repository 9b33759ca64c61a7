import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StatisticsError } from '@alphaedit/spec';
import { collectionKey, statisticsKey } from '../statistics-key.js';
import { type Collection, MANIFEST_FILE, manifestSchema } from './manifest.js';
import { statisticsBroken } from './statistics-broken.js';

/**
 * The collections of a statistics folder. A manifest of the first version, which knew no others, is read as one
 * collection. Every key is computed again, so that an origin that was changed is noticed.
 *
 * @throws {StatisticsError} `statistics-missing` when the folder holds none, `statistics-broken` naming the
 * field that is wrong
 */
export async function readCollections(directory: string): Promise<readonly Collection[]> {
  const file = join(directory, MANIFEST_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StatisticsError({
      code: 'statistics-missing',
      message: `${directory} holds no statistics (no readable ${MANIFEST_FILE}).`,
      hint: 'Collect them with `buildStatistics`, or name the folder they were written to.',
      data: { directory },
      cause,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw manifestBroken(file, 'is not JSON.', cause);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw manifestBroken(file, `field "${issue?.path.join('.')}": ${issue?.message}.`, parsed.error);
  }
  const collections = parsed.data.version === 1 ? [ofFirstVersion(parsed.data)] : parsed.data.collections;
  for (const collection of collections) checkKeys(collection, file);
  return collections;
}

/** As `readCollections`; none where nothing was written yet. @throws {StatisticsError} `statistics-broken` */
export async function storedCollections(directory: string): Promise<readonly Collection[]> {
  return existsSync(join(directory, MANIFEST_FILE)) ? readCollections(directory) : [];
}

function ofFirstVersion({ origin, corpus, keySize, precision, layers }: Omit<Collection, 'key'>): Collection {
  return { key: collectionKey(origin, precision), origin, corpus, keySize, precision, layers };
}

function checkKeys({ key, origin, precision, layers }: Collection, file: string): void {
  const wrong =
    key !== collectionKey(origin, precision)
      ? 'collection'
      : layers.find((entry) => entry.key !== statisticsKey(origin, entry.layer, precision));
  if (wrong === undefined) return;
  const what = wrong === 'collection' ? `collection ${key.slice(0, 8)}` : `layer ${wrong.layer}`;
  throw manifestBroken(file, `the key of ${what} is not that of its origin: a field was changed.`);
}

function manifestBroken(file: string, problem: string, cause?: unknown): StatisticsError {
  const hint =
    'Put back a copy of it; without one, delete the folder and collect its statistics again with `buildStatistics`.';
  return statisticsBroken(file, problem, { hint, cause });
}
