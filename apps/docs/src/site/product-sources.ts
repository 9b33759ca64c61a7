import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a path in the repository is a source of a package or app, and no test or part of this site. */
export const isProductSource = (path: string): boolean =>
  /^(?:packages|apps)\/(?!docs\/)[^/]+\/src\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path);

/** The text of every source of a package or app, by its path in the repository. */
export function productSources(root: string): Map<string, string> {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}/src`),
  );
  const paths = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    );
  return new Map(paths.filter(isProductSource).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
