// The example as a stranger would have it: outside the workspace, on packages as npm would get them.
//
//   npm run example:outside            pack, install, check types, build, run conformance, edit the demo model
//   npm run example:outside -- --no-edit  the same without the last step
//
// Packs the packages of this repository, copies the example into a temporary folder, installs it there with npm, and
// uses it. Nothing of the workspace is resolved by accident: the folder lies outside it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packAll } from './pack-all.js';
import { REPOSITORY_ROOT as root } from './repository-root.js';

const example = join(root, 'examples/outside-editor');
const shell = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'alphaedit-outside-'));
const tarballFolder = join(folder, 'tarballs');

/** What users of an editor run; whoever writes one needs only the packages of the scope. */
const PROGRAM = 'alphaedit';

function fail(message: string): never {
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function run(command: string, args: readonly string[], cwd: string): void {
  process.stdout.write(`\n$ ${[command, ...args].join(' ')}\n`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', shell });
  if (error || status !== 0) fail(`${command} failed (${error?.message ?? status}).`);
}

mkdirSync(tarballFolder);
process.stdout.write(`Packing the packages into ${folder}\n`);
const packed = Object.fromEntries(
  Object.entries(await packAll(root, tarballFolder).catch(({ message }) => fail(message))).map(
    ([name, path]) => [name, `file:${path}`],
  ),
);
const { [PROGRAM]: program, ...tarballs } = packed;
/** Also where one of them asks for another. */
const overrides = Object.fromEntries(Object.keys(tarballs).map((name) => [name, `$${name}`]));

// The example itself, with the published ranges replaced by the tarballs.
const project = join(folder, 'diagonal-memit');
cpSync(example, project, {
  recursive: true,
  filter: (path) => !['node_modules', 'dist'].includes(basename(path)),
});
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const local = {
  ...manifest,
  peerDependencies: Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, '*'])),
  devDependencies: { ...manifest.devDependencies, ...tarballs },
  overrides,
};
writeFileSync(join(project, 'package.json'), JSON.stringify(local, undefined, 2));
// Without install scripts: that of the optional TensorFlow addon downloads for minutes, and is not needed here.
const install = [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
];
run('npm', install, project);
run('npm', ['run', 'typecheck'], project);
run('npm', ['run', 'build'], project);
run('npm', ['test'], project);
if (process.argv.includes('--no-edit')) done();

// And its user: a folder with the program and the editor installed, nothing else.
const user = join(folder, 'user');
mkdirSync(user);
run('npm', ['pack', '--ignore-scripts', '--pack-destination', tarballFolder], project);
const editor = `file:${join(tarballFolder, `${manifest.name}-${manifest.version}.tgz`)}`;
const dependencies = { ...tarballs, [PROGRAM]: program, [manifest.name]: editor };
writeFileSync(
  join(user, 'package.json'),
  JSON.stringify({
    name: 'user',
    private: true,
    type: 'module',
    dependencies: { ...dependencies, '@tensorflow/tfjs-core': '4.22.0' },
    overrides,
  }),
);
run('npm', install, user);
const model = join(root, 'models', 'demo');
const alphaedit = (...args: string[]) => run('npx', ['--no-install', 'alphaedit', ...args], user);
alphaedit(
  'covariance',
  model,
  '--text',
  join(model, 'text.txt'),
  '--layers',
  '0,1,2',
  '--out',
  'stats',
  '--quiet',
);
const facts = ['--facts', join(model, 'facts.jsonl'), '--limit', '10'];
const edit = ['--editor', `npm:${manifest.name}`, '--stats', 'stats', '--out', 'run', '--quiet'];
alphaedit('edit', model, ...facts, ...edit);
alphaedit('eval', model, ...facts, '--edits', 'run', '--quiet');
done();

function done() {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write('\nThe example works outside the workspace.\n');
  process.exit(0);
}
