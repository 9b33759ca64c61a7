// npm run pack [FOLDER]: packs every package as npm would get it, into one folder (packed/), to install from there.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { packAll } from './pack-all.js';
import { REPOSITORY_ROOT } from './repository-root.js';

const folder = resolve(REPOSITORY_ROOT, process.argv[2] ?? 'packed');
const work = mkdtempSync(join(tmpdir(), 'alphaedit-pack-'));
try {
  const tarballs = Object.values(await packAll(REPOSITORY_ROOT, work));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const tarball of tarballs) copyFileSync(tarball, join(folder, basename(tarball)));
  process.stdout.write(`${tarballs.length} packages are in ${folder}. In the folder of your own project:\n`);
  process.stdout.write(`  npm install --ignore-scripts ${join(folder, '*.tgz')}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
