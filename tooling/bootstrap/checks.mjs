// Types, style and packages, one after the other. As a program: shows what they find, and ends with how many fail.
import { fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, root, run, say } from './workspace.mjs';

const CHECKS = [
  ['Checking types', ['run', 'typecheck']],
  ['Checking style', ['run', 'lint']],
  ['Checking the packages as npm would get them', ['--filter', '@alphaedit/check-packages', 'run', 'check']],
];
const HERE = fileURLToPath(import.meta.url);

/**
 * Begins the checks in a process of their own. What they print is kept until they are asked for, so that it stands
 * in one piece. Each check counts as one test, so that what it finds does not hide what others find.
 *
 * @returns a promise of one count for each
 */
export function startChecks() {
  const log = join(root, '.tools', 'checks.log');
  const output = openSync(log, 'w');
  const child = fork(HERE, { cwd: root, env: environment(), stdio: ['ignore', output, output, 'ipc'] });
  closeSync(output);
  const sound = new Set();
  child.on('message', (title) => sound.add(title));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => {
      process.stderr.write(readFileSync(log, 'utf8'));
      resolve(CHECKS.map(([title]) => countOf(title, sound.has(title))));
    });
  });
}

const countOf = (title, sound) => ({
  passed: sound ? 1 : 0,
  failed: sound ? 0 : 1,
  skipped: 0,
  failures: sound ? [] : [title],
});

// As a program it tells whoever began it of each check that is sound.
if (process.argv[1] === HERE) {
  let failed = 0;
  for (const [title, args] of CHECKS) {
    say(title);
    if (run('pnpm', args, { mayFail: true }) === 0) process.send?.(title);
    else failed++;
  }
  process.exitCode = failed;
}
