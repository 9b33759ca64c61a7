// A stranger's empty folder: the packages as npm would get them, installed there, and what the README says to do next.
//
//   npm run pnpm -- --filter @alphaedit/check-packages run install-test
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstProgram } from './first-program.js';
import { packAll } from './pack-all.js';
import { REPOSITORY_ROOT } from './repository-root.js';

const folder = mkdtempSync(join(tmpdir(), 'alphaedit-install-'));
const project = join(folder, 'project');
mkdirSync(project);

/** Runs a command there, shows it and what it prints, and ends everything if it fails. */
function run(command: string): string {
  process.stdout.write(`\n$ ${command}\n`);
  // A command line as a reader would paste it; what stands in it is known.
  const { status, stdout, stderr } = spawnSync(command, { cwd: project, shell: true, encoding: 'utf8' });
  process.stdout.write(stdout + stderr);
  if (status === 0) return stdout;
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write(`\nThat failed (${status}).\n`);
  process.exit(1);
}

try {
  const tarballs = Object.values(await packAll(REPOSITORY_ROOT, folder));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  run(
    `npm install --engine-strict --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error ${tarballs.join(' ')}`,
  );
  run('npx --no-install alphaedit doctor');
  const shown = run(
    'npx --no-install alphaedit demo --facts 4 --batch 2 --tokens 4000 --editors alphaedit --quiet',
  );
  // What it says to do next works as it stands there, as far as it needs nothing of the reader's own.
  const next = [...shown.matchAll(/^ {2}(npx alphaedit .*)$/gm)].map(([, line]) => line!);
  const ready = next.filter((line) => !line.includes('YOUR-'));
  if (ready.length === 0) throw new Error('The demo says nothing to do next.');
  for (const line of ready) run(line.replace('"…"', '"The Hidden Pilgrim appeared first in"'));
  const program = firstProgram(readFileSync(join(REPOSITORY_ROOT, 'README.md'), 'utf8'));
  if (program === undefined) throw new Error('The README has no program.');
  // On less text: its second moments are not what is tried here.
  const here = program
    .replaceAll('models/demo', 'node_modules/@alphaedit/demo')
    .replace("text.txt' }", "text.txt', tokens: 4_000 }");
  writeFileSync(join(project, 'first.mjs'), here);
  run('node first.mjs');
  process.stdout.write('\nIt installs, and edits.\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
