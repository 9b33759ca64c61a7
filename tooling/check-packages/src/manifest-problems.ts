import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './published-packages.js';
import type { RootManifest } from './shared-fields.js';

/** What a package is judged by: its manifest as npm would get it, its files, its README. */
export interface PackedPackage {
  readonly manifest: Manifest;
  /** Paths in the package, `dist/index.js`. */
  readonly files: readonly string[];
  readonly readme: string;
  /** What it should say about where it comes from. */
  readonly shared: RootManifest;
}

/** What is wrong with a packed package that neither publint nor the type check looks at. */
export function manifestProblems({ manifest, files, readme, shared }: PackedPackage): string[] {
  const problems: string[] = [];
  const there = new Set(files);
  for (const field of ['description', 'license', 'type'] as const) {
    if (!manifest[field]) problems.push(`package.json has no "${field}"`);
  }
  if (!manifest.keywords?.includes('alphaedit') || manifest.keywords.length < 3)
    problems.push('"keywords" wants "alphaedit" and two words that people search for');
  for (const [field, value] of Object.entries(shared)) {
    if (!isDeepStrictEqual(manifest[field as keyof Manifest], value))
      problems.push(`"${field}" is not what the root says: run \`npm run generate\``);
  }
  if (!manifest.engines?.node) problems.push('package.json has no "engines.node"');
  for (const file of ['README.md', 'LICENSE']) if (!there.has(file)) problems.push(`${file} is not packed`);
  for (const [path, target] of targetsOf(manifest.exports)) {
    if (!there.has(target.replace(/^\.\//, ''))) problems.push(`exports ${path} is ${target}, not packed`);
  }
  for (const file of files) if (/[.]test[.]/.test(file)) problems.push(`${file} is a test`);
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  for (const [name, range] of Object.entries({
    ...dependencies,
    ...optionalDependencies,
    ...peerDependencies,
  })) {
    if (/^(workspace|catalog|link|file):/.test(range)) problems.push(`${name} is wanted as ${range}`);
  }
  const installs = readme.match(/^npm install .*$/gm) ?? [];
  for (const name of [manifest.name, ...Object.keys(peerDependencies ?? {})]) {
    if (!installs.some((line) => line.split(' ').includes(name)))
      problems.push(`no "npm install …" in README.md names ${name}`);
  }
  if (!/^```(ts|sh)$/m.test(readme)) problems.push('README.md has no example');
  return problems;
}

/** Every file that `exports` leads to, with the way there. */
function targetsOf(value: unknown, path = ''): [path: string, target: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => targetsOf(inner, `${path}["${key}"]`));
}
