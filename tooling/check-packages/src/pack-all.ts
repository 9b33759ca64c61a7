import { packPackage } from './pack-package.js';
import { publishedPackages } from './published-packages.js';

/**
 * Packs every published package as npm would get it.
 *
 * @returns path of each tarball, by package
 * @throws {Error} when a package is not built or cannot be packed
 */
export async function packAll(root: string, destination: string): Promise<Record<string, string>> {
  const tarballs: Record<string, string> = {};
  for (const { name, folder, unbuilt } of publishedPackages(root)) {
    if (unbuilt !== undefined) throw new Error(unbuilt);
    const tarball = await packPackage(folder, destination);
    if (tarball === undefined) throw new Error(`${name} cannot be packed.`);
    tarballs[name] = tarball;
  }
  return tarballs;
}
