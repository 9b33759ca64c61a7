import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependsOnEngines, needsAProcess } from './chosen-tests.js';

/** Paths, from the root, of the test files whose result depends on the engines a machine has. */
export const engineTests = (root: string): string[] =>
  testFiles(root, ['src', 'test', 'samples'], dependsOnEngines);

/** Paths, from the root, of the tests beside the sources that need a process of their own. */
export const testsApart = (root: string): string[] => testFiles(root, ['src'], needsAProcess);

function testFiles(
  root: string,
  folders: readonly string[],
  chosen: (path: string, text: string) => boolean,
): string[] {
  return ['packages', 'apps', 'tooling']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .flatMap((path) => folders.map((folder) => `${path}/${folder}`))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesIn(root, folder))
    .filter((path) => chosen(path, readFileSync(join(root, path), 'utf8')));
}

const filesIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    // These name what asks for an engine without asking.
    .filter((path) => !path.startsWith('tooling/testing/'));
