// npm run check:packages: everything a stranger would trip over in a published package, before it is published.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiReports } from './api-reports.js';
import { checkTarball } from './check-tarball.js';
import { engineProblems } from './engine-problems.js';
import { firstReleaseProblems, readChangesets } from './first-release-problems.js';
import { packPackage } from './pack-package.js';
import { publishedPackages, readManifest, workspacePackages } from './published-packages.js';
import { REPOSITORY_ROOT as root } from './repository-root.js';
import { sharedFields } from './shared-fields.js';

interface Check {
  readonly title: string;
  readonly problems: readonly string[];
}

/** A program of this package's scripts; what it printed is the problem if it fails. */
function script(title: string, name: string): Promise<Check> {
  return new Promise((resolve) => {
    let output = '';
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const child = spawn('pnpm', ['run', '--silent', name], { cwd, shell: process.platform === 'win32' });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', ({ message }) => resolve({ title, problems: [message] }));
    child.on('close', (code) => resolve({ title, problems: code === 0 ? [] : [output.trim()] }));
  });
}

/** Packs every published package and looks at what came out. */
async function tarballs(): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-packages-'));
  const problems: string[] = [];
  try {
    for (const { folder: path, name } of publishedPackages(root)) {
      const tarball = await packPackage(path, folder);
      if (tarball === undefined) {
        problems.push(`${name}: cannot be packed`);
        continue;
      }
      const shared = sharedFields(readManifest(root), relative(root, path).replaceAll('\\', '/'));
      for (const problem of await checkTarball(tarball, shared))
        problems.push(`${basename(tarball)}: ${problem}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { title: 'Packed packages: manifests, files, exports, types', problems };
}

/** Whether every package, and the workspace itself, runs on the versions of Node it names. */
function nodeVersions(): Check {
  const problems = [...workspacePackages(root), { folder: root, manifest: readManifest(root) }].flatMap(
    ({ folder, manifest }) =>
      engineProblems(folder, manifest.private).map((problem) => `${manifest.name}: ${problem}`),
  );
  return { title: 'Versions of Node that dependencies take', problems };
}

/** Whether etc/*.api.md say what the packages export. */
function apiCheck(): Check {
  const problems = apiReports()
    .filter(({ path, text }) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(
      ({ path }) =>
        `${path} is not what the package exports: run \`npm run api\`, and look at the difference`,
    );
  return { title: 'API reports', problems };
}

const checks = [
  apiCheck(),
  nodeVersions(),
  {
    title: 'Changesets for a first release of 0.1.0',
    problems: firstReleaseProblems(
      workspacePackages(root).map(({ manifest }) => manifest),
      readChangesets(root),
    ),
  },
  script('Import rules', 'imports'),
  tarballs().then(async (first) => [
    first,
    await script('Unused files, exports and dependencies', 'unused'),
    await script('Size of the main entries', 'size'),
  ]),
];
const all = (await Promise.all(checks)).flat();
for (const { title, problems } of all) {
  process.stdout.write(`${problems.length === 0 ? '✓' : '✗'} ${title}\n`);
  for (const problem of problems) process.stdout.write(`${problem.replace(/^/gm, '  ')}\n`);
}
process.exitCode = all.every(({ problems }) => problems.length === 0) ? 0 : 1;
