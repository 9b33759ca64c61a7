// npm run generate: writes what is made from the manifests.
//
// - into every published package.json, what the one at the root says about the project
// - into ARCHITECTURE.md, the drawing of what imports what
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importGraph, withImportGraph } from './import-graph.js';
import { publishedPackages, readManifest } from './published-packages.js';
import { REPOSITORY_ROOT as root } from './repository-root.js';
import { sharedFields, withSharedFields } from './shared-fields.js';

const published = publishedPackages(root).map(({ folder }) => folder);

for (const folder of published) {
  const directory = relative(root, folder).replaceAll('\\', '/');
  const manifest = withSharedFields(readManifest(folder), sharedFields(readManifest(root), directory));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

const architecture = join(root, 'ARCHITECTURE.md');
const page = readFileSync(architecture, 'utf8');
writeFileSync(architecture, withImportGraph(page, importGraph(published.map(readManifest))));
