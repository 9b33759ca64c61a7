import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collection } from '../src/node/manifest.js';

/** Gives a folder with one collection the manifest that the first version of this package wrote for it. */
export async function asFirstVersion(folder: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  const { format, writtenBy, collections } = JSON.parse(await readFile(file, 'utf8'));
  const { origin, corpus, keySize, precision, layers } = collections[0] as Collection;
  const entries = layers.map(({ layer, key, file, trace }) => ({ layer, key, file, trace }));
  const manifest = { format, version: 1, writtenBy, origin, corpus, keySize, precision, layers: entries };
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
