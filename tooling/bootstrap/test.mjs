// npm test: installs, builds, checks types, style and packages, and runs every test on every engine of this machine.
// npm test -- --native: runs every test on plain WebAssembly, as on a machine with Node and nothing else, then puts the
// native TensorFlow engine in place, where that is possible, and runs on it and on BLAS what depends on an engine.
import { testPass } from './test-pass.mjs';
import { build, prepare, run, say } from './workspace.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--native');
const native = process.argv.includes('--native');

prepare();
build();
// Each check counts as one test, so that what it finds does not hide what the others find.
const check = (title, args) => {
  say(title);
  const sound = run('pnpm', args, { mayFail: true }) === 0;
  return { passed: sound ? 1 : 0, failed: sound ? 0 : 1, skipped: 0, failures: sound ? [] : [title] };
};
const passes = [
  check('Checking types', ['run', 'typecheck']),
  check('Checking style', ['run', 'lint']),
  check('Checking the packages as npm would get them', [
    '--filter',
    '@alphaedit/check-packages',
    'run',
    'check',
  ]),
];
if (!native) {
  say('Testing');
  passes.push(testPass('all', args));
} else {
  say('Testing on plain WebAssembly');
  passes.push(testPass('plain', args));
  say('Installing the native TensorFlow engine');
  const status = run(process.execPath, ['apps/cli/bin/alphaedit.js', 'engine', 'install'], { mayFail: true });
  if (status !== 0) say('It could not be installed: its tests will be skipped, and say so.');
  say('Testing on the other engines');
  passes.push(testPass('native', args));
}
const failures = passes.flatMap((pass) => pass.failures);
if (failures.length > 0) say(['Failed', ...failures].join('\n  '));
const sum = (count) => passes.reduce((total, pass) => total + pass[count], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exit(sum('failed') === 0 ? 0 : 1);
