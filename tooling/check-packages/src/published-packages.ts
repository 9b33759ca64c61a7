import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a package.json says, as far as it is checked here. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly homepage?: string;
  readonly bugs?: { readonly url: string };
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly license?: string;
  readonly author?: string;
  readonly type?: string;
  readonly engines?: { readonly node?: string };
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: unknown;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace, without the one at its root. */
export function workspacePackages(root: string): WorkspacePackage[] {
  const folders = ['packages', 'apps', 'models', 'tooling'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [...folders, join(root, 'examples')]
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

/** A package that goes to npm. */
export interface PublishedPackage {
  readonly name: string;
  readonly folder: string;
  /** Why it cannot be packed yet: it holds what a build makes, and that is not there. */
  readonly unbuilt?: string;
}

/** Every package of the workspace that goes to npm. */
export function publishedPackages(root: string): PublishedPackage[] {
  return workspacePackages(root)
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest: { name, files } }) => {
      const built = !files?.includes('dist') || existsSync(join(folder, 'dist'));
      return { folder, name, ...(!built && { unbuilt: `${name} is not built: run npm run build first.` }) };
    });
}

/** The package.json of a folder. */
export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
