// The example as a stranger would have it: outside the workspace, on packages as npm would get them.
//
//   pnpm example:outside            pack, install, check types, build, run conformance, edit the demo model
//   pnpm example:outside --no-edit  the same without the last step
//
// Packs the packages of this repository, copies the example into a temporary folder, installs it there with npm, and
// uses it. Nothing of the workspace is resolved by accident: the folder lies outside it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const shell = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'alphaedit-outside-'));

/** Packages a third-party editor is written and tested with; `cli` is what its users run. */
const PACKAGES = ['spec', 'linalg', 'safetensors', 'engine', 'model', 'editors', 'conformance'];
const CLI_NEEDS = ['covariance', 'eval', 'locate', 'artifacts', 'report'];
/** Those of them that lie in `apps`. */
const APPS = ['playground'];

function run(command, args, cwd) {
  process.stdout.write(`\n$ ${[command, ...args].join(' ')}\n`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', shell });
  if (error || status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`\n${command} failed (${error?.message ?? status}).\n`);
    process.exit(1);
  }
}

/** Packs a package; returns its name and tarball. */
function pack(path) {
  const cwd = join(root, path);
  const { name, version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  if (!existsSync(join(cwd, 'dist'))) {
    process.stderr.write(`${path} is not built: run pnpm build first.\n`);
    process.exit(1);
  }
  const { status, stderr } = spawnSync('pnpm', ['pack', '--pack-destination', join(folder, 'tarballs')], {
    cwd,
    encoding: 'utf8',
    shell,
  });
  if (status !== 0) throw new Error(`${name} cannot be packed: ${stderr}`);
  const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  return [name, `file:${join(folder, 'tarballs', file)}`];
}

mkdirSync(join(folder, 'tarballs'));
process.stdout.write(
  `Packing ${PACKAGES.length + CLI_NEEDS.length + APPS.length + 1} packages into ${folder}\n`,
);
const ours = [
  ...[...PACKAGES, ...CLI_NEEDS].map((name) => pack(join('packages', name))),
  ...APPS.map((name) => pack(join('apps', name))),
];
const cli = pack(join('apps', 'cli'));

// The example itself, with the published ranges replaced by the tarballs, also where one of them asks for another.
const project = join(folder, 'diagonal-memit');
cpSync(here, project, {
  recursive: true,
  filter: (path) => !['node_modules', 'dist'].includes(basename(path)),
});
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const tarballs = Object.fromEntries(ours);
const local = {
  ...manifest,
  peerDependencies: Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, '*'])),
  devDependencies: { ...manifest.devDependencies, ...tarballs },
  overrides: Object.fromEntries(ours.map(([name]) => [name, `$${name}`])),
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
run('npm', ['pack', '--ignore-scripts', '--pack-destination', join(folder, 'tarballs')], project);
const editor = `file:${join(folder, 'tarballs', `${manifest.name}-${manifest.version}.tgz`)}`;
const dependencies = { ...tarballs, [cli[0]]: cli[1], [manifest.name]: editor };
writeFileSync(
  join(user, 'package.json'),
  JSON.stringify({
    name: 'user',
    private: true,
    type: 'module',
    dependencies: { ...dependencies, '@tensorflow/tfjs-core': '4.22.0' },
    overrides: Object.fromEntries(Object.keys(tarballs).map((name) => [name, `$${name}`])),
  }),
);
run('npm', install, user);
const model = join(root, 'models', 'demo');
const alphaedit = (...args) => run('npx', ['--no-install', 'alphaedit', ...args], user);
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
