// Types, style and packages, one after the other. As a program: shows what they find, and ends with how many fail.
import { spawn } from 'node:child_process';
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
  const child = spawn(process.execPath, [HERE], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => {
      const text = readFileSync(log, 'utf8');
      process.stderr.write(text);
      const found = (title, sound) => text.includes(`▸ ${title}: ${sound}\n`);
      resolve(
        CHECKS.map(([title]) => {
          const sound = found(title, 'sound');
          return { passed: sound ? 1 : 0, failed: sound ? 0 : 1, skipped: 0, failures: sound ? [] : [title] };
        }),
      );
    });
  });
}

if (process.argv[1] === HERE) {
  let failed = 0;
  for (const [title, args] of CHECKS) {
    say(title);
    const sound = run('pnpm', args, { mayFail: true }) === 0;
    say(`${title}: ${sound ? 'sound' : 'not sound'}`);
    if (!sound) failed++;
  }
  process.exit(failed);
}
