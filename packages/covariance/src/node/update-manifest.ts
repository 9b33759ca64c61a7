import { join } from 'node:path';
import { writeFileAtomically } from '@alphaedit/files';
import packageJson from '../../package.json' with { type: 'json' };
import { type Collection, MANIFEST_FILE, type Manifest } from './manifest.js';
import { storedCollections } from './read-collections.js';
import { withLock } from './with-lock.js';

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
  await withLock(path, async () => {
    const manifest: Manifest = {
      format: 'alphaedit-statistics',
      version: 2,
      writtenBy: `${packageJson.name}@${packageJson.version}`,
      collections: [...change(await storedCollections(directory))],
    };
    await writeFileAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);
  });
}
