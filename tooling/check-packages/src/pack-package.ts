import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Packs a package as npm would get it, into a folder of its own under `destination`.
 *
 * @returns path of the tarball; nothing where it cannot be packed
 */
export async function packPackage(folder: string, destination: string): Promise<string | undefined> {
  const own = mkdtempSync(join(destination, 'pack-'));
  const code = await new Promise((resolve) => {
    const args = ['pack', '--pack-destination', own];
    const child = spawn('pnpm', args, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    child.on('error', resolve).on('close', resolve);
  });
  const [file] = readdirSync(own);
  return code === 0 && file !== undefined ? join(own, file) : undefined;
}
