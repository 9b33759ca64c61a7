import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './published-packages.js';

/**
 * Packages that were never released and would not become 0.1.0: a package at 0.0.0 needs a changeset that says `minor`,
 * and none that says `major`.
 *
 * @param changesets texts of the files in `.changeset`
 */
export function firstReleaseProblems(
  manifests: readonly Manifest[],
  changesets: readonly string[],
): string[] {
  const bumps = changesets.flatMap((text) => [...text.matchAll(/^["'](.+)["']: (major|minor|patch)$/gm)]);
  return manifests
    .filter((manifest) => !manifest.private && manifest.version === '0.0.0')
    .filter(({ name }) => {
      const own = bumps.filter(([, of]) => of === name).map(([, , bump]) => bump);
      return !own.includes('minor') || own.includes('major');
    })
    .map(({ name }) => `${name} has no changeset that makes it 0.1.0`);
}

/** The changesets of the repository. */
export function readChangesets(root: string): string[] {
  const folder = join(root, '.changeset');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
