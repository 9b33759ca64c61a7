import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { engineProblems } from './engine-problems.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function install(path: string, manifest: object): void {
  const file = join(root, path, 'package.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: '1.0.0', ...manifest }));
}

it('finds a dependency of a dependency that wants a newer Node', () => {
  install('.', { engines: { node: '>=20' }, dependencies: { plots: '1', small: '1' } });
  install('node_modules/small', { engines: { node: '>=12' } });
  install('node_modules/plots', { engines: { node: '>=18' }, dependencies: { words: '1' } });
  install('node_modules/plots/node_modules/words', { engines: { node: '^20.19.0 || >=23' } });
  expect(engineProblems(root)).toEqual([
    'says node >=20, but plots@1.0.0 > words@1.0.0 wants ^20.19.0 || >=23',
  ]);
});

it('counts development dependencies only where it is asked to, and never peers', () => {
  install('.', {
    engines: { node: '>=20' },
    devDependencies: { runner: '1' },
    peerDependencies: { host: '1' },
    optionalDependencies: { elsewhere: '1' },
  });
  install('node_modules/runner', { engines: { node: '>=22' }, devDependencies: { host: '1' } });
  install('node_modules/host', { engines: { node: '>=24' } });
  expect(engineProblems(root)).toEqual([]);
  expect(engineProblems(root, true)).toEqual(['says node >=20, but runner@1.0.0 wants >=22']);
});

it('finds a package that says nothing', () => {
  install('.', {});
  expect(engineProblems(root)).toEqual(['package.json has no "engines.node"']);
});
