import type { Manifest } from './published-packages.js';

/** Fields of the manifest of the whole repository, which those of its packages repeat. */
export type RootManifest = Pick<Manifest, 'author' | 'bugs' | 'homepage' | 'license' | 'repository'>;

/**
 * What a package says about where it comes from, taken from the package.json at the root: the one place to change it.
 *
 * @param directory the package, from the root, with `/`
 */
export function sharedFields(root: RootManifest, directory: string): RootManifest {
  const { author, bugs, license, repository } = root;
  const page = repository!.url.replace(/^git\+/, '').replace(/[.]git$/, '');
  return {
    homepage: `${page}/tree/main/${directory}#readme`,
    bugs,
    repository: { ...repository!, directory },
    license,
    author,
  };
}

/** A manifest with those fields as they should be, in npm's order; nothing else changes. */
export function withSharedFields(manifest: Partial<Manifest>, shared: RootManifest): Record<string, unknown> {
  const { name, version, description, keywords = ['alphaedit'], ...others } = manifest;
  const rest = Object.entries(others).filter(([field]) => !(field in shared));
  return { name, version, description, keywords, ...shared, ...Object.fromEntries(rest) };
}
