// npm test: installs, builds, checks types, style and packages, and runs every test on every engine of this machine.
// npm test -- --native: puts the native TensorFlow engine in place first, where that is possible.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, prepare, root, run, say } from './workspace.mjs';

const REPORT = '.tools/test-report.json';
const args = process.argv.slice(2);
const native = args.includes('--native');

prepare();
build();
if (native) {
  say('Installing the native TensorFlow engine');
  const status = run(process.execPath, ['apps/cli/bin/alphaedit.js', 'engine', 'install'], { mayFail: true });
  if (status !== 0) say('It could not be installed: its tests will be skipped, and say so.');
}
say('Checking types and style');
run('pnpm', ['run', 'typecheck']);
run('pnpm', ['run', 'lint']);
say('Checking the packages as npm would get them');
const sound = run('pnpm', ['--filter', '@alphaedit/check-packages', 'run', 'check'], { mayFail: true }) === 0;
say('Testing');
const vitest = [
  'exec',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${REPORT}`,
];
const status = run('pnpm', [...vitest, ...args.filter((arg) => arg !== '--native')], { mayFail: true });
const report = JSON.parse(readFileSync(join(root, REPORT), 'utf8'));
const { numPassedTests: passed, numFailedTests, numPendingTests: skipped, testResults } = report;
// A test file that cannot even be loaded, or whose set-up fails, has no failed tests of its own: it counts as one.
const broken = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const inTests = status === 0 ? numFailedTests : Math.max(numFailedTests + broken, 1);
// The check of the packages counts as one test, so that what it found does not hide what the others find.
const failed = inTests + (sound ? 0 : 1);
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(sound ? status : status || 1);
