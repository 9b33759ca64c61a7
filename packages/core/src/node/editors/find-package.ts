import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** A package as installed. */
export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  /** The module `import 'name'` loads; nothing where its manifest points out of the package. */
  readonly entry?: string;
}

/** Looks for a package in the `node_modules` of a folder and of those above it, as Node does. */
export function findPackage(name: string, from: string): FoundPackage | undefined {
  const folder = join(from, 'node_modules', ...name.split('/'));
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest) {
    const { version = '0.0.0', exports, module, main } = manifest;
    const file = exports === undefined ? (module ?? main ?? 'index.js') : importTarget(exports);
    return { name, version: String(version), entry: inside(folder, file ?? 'index.js') };
  }
  const above = dirname(from);
  return above === from ? undefined : findPackage(name, above);
}

/** A file of a package, links resolved; nothing for a path that leaves it, which Node refuses in `exports` too. */
function inside(folder: string, file: string): string | undefined {
  const root = realpathSync(folder);
  const path = join(root, file);
  if (/(^|[\\/])(\.\.|node_modules)([\\/]|$)/.test(file)) return undefined;
  const real = existsSync(path) ? realpathSync(path) : path;
  return real.startsWith(root + sep) ? real : undefined;
}

interface Manifest {
  readonly version?: unknown;
  readonly exports?: unknown;
  readonly module?: string;
  readonly main?: string;
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** What an `exports` field gives for `import 'name'`: conditions in their own order, lists by their first fit. */
function importTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (Array.isArray(exports)) return exports.map(importTarget).find((target) => target !== undefined);
  if (typeof exports !== 'object' || exports === null) return undefined;
  if ('.' in exports) return importTarget(exports['.']);
  for (const [condition, target] of Object.entries(exports)) {
    if (!['node', 'import', 'module', 'default'].includes(condition)) continue;
    const file = importTarget(target);
    if (file !== undefined) return file;
  }
  return undefined;
}
