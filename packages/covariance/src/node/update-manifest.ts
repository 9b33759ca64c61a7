import { join } from 'node:path';
import { withLock, writeFileAtomically } from '@alphaedit/files';
import packageJson from '../../package.json' with { type: 'json' };
import { type Collection, MANIFEST_FILE, type Manifest } from './manifest.js';
import { storedCollections } from './read-collections.js';

/** The lock is held while one small file is read and written; whoever waits longer than this waits for nobody. */
const PATIENCE_MS = 30_000;

/**
 * Replaces the manifest by what `change` makes of the collections that are in it at that moment. One process at
 * a time does so, so that none undoes what another has just added.
 *
 * @throws {StatisticsError} `statistics-broken`
 * @throws {OutputError} `output-locked`, `disk-full`, `output-unwritable`, `output-failed`
 */
export async function updateManifest(
  directory: string,
  change: (collections: readonly Collection[]) => readonly Collection[],
): Promise<void> {
  const path = join(directory, MANIFEST_FILE);
  const update = async () => {
    const manifest: Manifest = {
      format: 'alphaedit-statistics',
      version: 2,
      writtenBy: `${packageJson.name}@${packageJson.version}`,
      collections: [...change(await storedCollections(directory))],
    };
    await writeFileAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);
  };
  await withLock(path, update, { purpose: 'an update of the statistics', patience: PATIENCE_MS });
}
