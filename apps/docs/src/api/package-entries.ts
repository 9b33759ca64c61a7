import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One way into a published package: its import specifier and the source file behind it. */
export interface PackageEntry {
  /** e.g. `@alphaedit/linalg/node` */
  readonly specifier: string;
  /** Path of the source file, absolute. */
  readonly file: string;
  /** Folder of the package, absolute. */
  readonly folder: string;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { readonly 'alphaedit-source'?: string } | string>>;
}

/**
 * Every entry of every published package, from the `exports` of the packages themselves, so that a new package
 * or subpath is in the reference as soon as it is importable.
 */
export function packageEntries(root: string): PackageEntry[] {
  const packages = join(root, 'packages');
  return readdirSync(packages)
    .sort()
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (manifest.private) return [];
      return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
        const source = typeof target === 'string' ? undefined : target['alphaedit-source'];
        if (!source?.endsWith('.ts')) return [];
        return [{ specifier: manifest.name + subpath.slice(1), file: join(folder, source), folder }];
      });
    });
}
