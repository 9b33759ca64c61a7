// npm test: installs, builds, checks types, style and packages, and runs every test on every engine of this machine.
// npm test -- --native: runs every test on plain WebAssembly, as on a machine with Node and nothing else, then puts the
// native TensorFlow engine in place, where that is possible, and runs on it and on BLAS what depends on an engine.
import { startChecks } from './checks.mjs';
import { testPass } from './test-pass.mjs';
import { build, prepare, run, say } from './workspace.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--native');
const native = process.argv.includes('--native');

prepare();
build();
// They leave a core idle, mostly: beside the tests.
const checks = startChecks();
const passes = [];
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
passes.push(...(await checks));
const failures = passes.flatMap((pass) => pass.failures);
if (failures.length > 0) say(['Failed', ...failures].join('\n  '));
const sum = (count) => passes.reduce((total, pass) => total + pass[count], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exit(sum('failed') === 0 ? 0 : 1);
