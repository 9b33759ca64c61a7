// npm run manifests: writes into every published package.json what the one at the root says about the project.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedPackages } from './published-packages.js';
import { sharedFields, withSharedFields } from './shared-fields.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

for (const { folder } of publishedPackages(root)) {
  const directory = relative(root, folder).replaceAll('\\', '/');
  const manifest = withSharedFields(read(folder), sharedFields(read(root), directory));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
