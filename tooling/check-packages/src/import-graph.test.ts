import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importGraph, withImportGraph } from './import-graph.js';
import { type Manifest, workspacePackages } from './published-packages.js';

it('draws what follows from nothing else, peers too', () => {
  const manifests: Manifest[] = [
    { name: '@alphaedit/spec' },
    { name: '@alphaedit/linalg', dependencies: { '@alphaedit/spec': '*', koffi: '1' } },
    { name: '@alphaedit/editors', dependencies: { '@alphaedit/spec': '*', '@alphaedit/linalg': '*' } },
    { name: 'alphaedit', peerDependencies: { '@alphaedit/editors': '*' } },
  ];
  expect(importGraph(manifests).split('\n').slice(2, -1)).toEqual([
    '  alphaedit --> editors',
    '  editors --> linalg',
    '  linalg --> spec',
  ]);
});

it('replaces the drawing that is there', () => {
  const page = 'a\n<!-- import graph: made by npm run generate -->\nold\n<!-- end of import graph -->\nb\n';
  expect(withImportGraph(page, 'new')).toBe(page.replace('old', 'new'));
  expect(() => withImportGraph('a', 'new')).toThrow('no "<!-- import graph');
});

it('stands in ARCHITECTURE.md as the manifests have it (npm run generate writes it)', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const published = workspacePackages(root).flatMap(({ manifest }) => (manifest.private ? [] : [manifest]));
  expect(page).toBe(withImportGraph(page, importGraph(published)));
});
