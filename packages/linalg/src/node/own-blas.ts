import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever in it the code lies. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Where an OpenBLAS of this package's own is put: `native` beside its code, so that it goes with the package. */
export const ownBlasFolder = (): string => join(packageFolder(), 'native');

/** Names of the library in the wheels that bring it; in such a build every symbol begins with `scipy_`. */
const LIBRARY = /^libscipy_openblas[^.]*\.(so|dylib|dll)$/;

/** The OpenBLAS in a folder, by default this package's own; nothing where there is none. */
export function ownBlas(folder = ownBlasFolder()): string | undefined {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => LIBRARY.test(file)) : undefined;
  return name && join(folder, name);
}
