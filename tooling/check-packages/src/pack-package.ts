import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { REPOSITORY_ROOT } from './repository-root.js';

/** Tarballs that were made before, each in a folder named after what it was made of. */
const KEPT = join(REPOSITORY_ROOT, '.tools', 'packed');

/**
 * Packs a package as npm would get it, into a folder of its own under `destination`. One that has not changed since is
 * copied: several tests begin with the tarballs of all packages.
 *
 * @returns path of the tarball; nothing where it cannot be packed
 */
export async function packPackage(folder: string, destination: string): Promise<string | undefined> {
  const own = mkdtempSync(join(destination, 'pack-'));
  const name = basename(folder);
  const stamp = `${name}@${contentStamp(folder)}`;
  const kept = join(KEPT, stamp);
  if (!existsSync(kept)) {
    mkdirSync(KEPT, { recursive: true });
    const fresh = mkdtempSync(join(KEPT, 'new-'));
    if ((await pnpmPack(folder, fresh)) !== 0) return undefined;
    for (const other of readdirSync(KEPT)) {
      if (other.startsWith(`${name}@`)) rmSync(join(KEPT, other), { recursive: true, force: true });
    }
    try {
      renameSync(fresh, kept);
    } catch {
      // Another process was quicker: its tarball is as good.
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  const [file] = readdirSync(kept);
  if (file === undefined) return undefined;
  const tarball = join(own, file);
  copyFileSync(join(kept, file), tarball);
  return tarball;
}

const pnpmPack = (folder: string, destination: string): Promise<unknown> =>
  new Promise((resolve) => {
    const args = ['pack', '--pack-destination', destination];
    const child = spawn('pnpm', args, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    child.on('error', resolve).on('close', resolve);
  });

/** Hash of name, size and time of every file of a package that can go into its tarball. */
function contentStamp(folder: string): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'src' || entry.name === 'test') continue;
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else {
        const { size, mtimeMs } = statSync(file);
        hash.update(`\n${file} ${size} ${mtimeMs}`);
      }
    }
  };
  add(folder);
  return hash.digest('hex').slice(0, 24);
}
