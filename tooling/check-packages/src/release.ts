// npm run release                publishes every package whose version npm does not have yet, with provenance
// npm run release -- --dry-run   does everything but that
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from './pack-package.js';
import { publishedPackages, readManifest } from './published-packages.js';
import { releaseProblem } from './release-problem.js';
import { REPOSITORY_ROOT as root } from './repository-root.js';

const shell = process.platform === 'win32';
const dryRun = process.argv.includes('--dry-run');

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Whether npm has it; anything but its "not found" ends the release. */
function isPublished(name: string, version: string): boolean {
  const args = ['view', `${name}@${version}`, 'version', '--json'];
  const { status, stdout, stderr } = spawnSync('npm', args, { shell, encoding: 'utf8' });
  if (status === 0) return stdout.trim() !== '';
  if (/E404/.test(stdout + stderr)) return false;
  return fail(`npm cannot be asked for ${name}@${version}:\n${stderr}`);
}

const problem = releaseProblem(readManifest(root), process.env);
if (problem !== undefined && !dryRun) fail(problem);
if (problem !== undefined) process.stderr.write(`A real release would stop here: ${problem}\n`);

const folder = mkdtempSync(join(tmpdir(), 'alphaedit-release-'));
try {
  for (const { folder: path, name } of publishedPackages(root)) {
    const { version = '' } = readManifest(path);
    if (version === '0.0.0' && !dryRun)
      fail(`${name} has no version yet: run npm run release:version first.`);
    if (isPublished(name, version)) continue;
    // pnpm packs: it puts versions where the workspace writes workspace:^. npm publishes: it signs the provenance.
    const tarball = await packPackage(path, folder);
    if (tarball === undefined) fail(`${name} cannot be packed.`);
    const args = ['publish', tarball, '--access', 'public', '--provenance', ...(dryRun ? ['--dry-run'] : [])];
    if (spawnSync('npm', args, { shell, stdio: 'inherit' }).status !== 0)
      fail(`${name} could not be published.`);
    const tag = `${name}@${version}`;
    if (!dryRun && spawnSync('git', ['tag', tag], { cwd: root, stdio: 'inherit' }).status !== 0)
      fail(`The tag ${tag} could not be made.`);
    // The release workflow reads this line, pushes the tag and writes the release.
    process.stdout.write(`New tag: ${tag}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
