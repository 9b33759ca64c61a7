import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { subset } from 'semver';
import type { Manifest } from './published-packages.js';

/**
 * Every dependency of a package, and of its dependencies, that does not run on every Node the package says it runs on.
 * Peers are left out: whoever installs the package chooses them.
 *
 * @param folder the package, installed
 * @param development whether its own development dependencies count too
 */
export function engineProblems(folder: string, development = false): string[] {
  const own = manifestIn(folder);
  const range = own.engines?.node;
  if (range === undefined) return ['package.json has no "engines.node"'];
  const problems: string[] = [];
  const seen = new Set<string>();
  const visit = (at: string, names: readonly string[], way: readonly string[]): void => {
    for (const name of names) {
      const found = installed(at, name);
      if (found === undefined || seen.has(found)) continue; // an optional one of another platform
      seen.add(found);
      const manifest = manifestIn(found);
      const wanted = manifest.engines?.node;
      const here = [...way, `${name}@${manifest.version}`];
      if (wanted !== undefined && !subset(range, wanted))
        problems.push(`says node ${range}, but ${here.join(' > ')} wants ${wanted}`);
      visit(found, runtimeDependencies(manifest), here);
    }
  };
  const first = development ? Object.keys(own.devDependencies ?? {}) : [];
  visit(folder, [...runtimeDependencies(own), ...first], []);
  return problems;
}

const runtimeDependencies = ({ dependencies, optionalDependencies }: Manifest) =>
  Object.keys({ ...dependencies, ...optionalDependencies });

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node would find a package, from a file in `from`. */
function installed(from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
    if (at === dirname(at)) return undefined;
  }
}
