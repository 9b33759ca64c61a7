import { spawnSync } from 'node:child_process';
import { publishedPackages } from './published-packages.js';

/** Why packages cannot be packed and installed here, if so: they are not built, or no registry is within reach. */
export function packingAbsence(root: string): string | undefined {
  const unbuilt = publishedPackages(root).find((one) => one.unbuilt !== undefined)?.unbuilt;
  if (unbuilt !== undefined) return unbuilt;
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', ['view', 'vitest', 'version'], { shell, timeout: 30_000 });
  return status === 0 ? undefined : 'no package registry within reach';
}
