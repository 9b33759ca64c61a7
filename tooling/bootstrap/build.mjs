// Builds every package: JavaScript by tsup, package by package, and the types of all of them in one run of the compiler,
// at the same time. Arguments go to turbo. A bundle of types for each package took two minutes more.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { environment, root } from './workspace.mjs';

const emitted = join(root, '.tools', 'types');

/** Runs a program of the workspace; ends with its exit code. */
const run = (program, args) =>
  new Promise((resolve) => {
    const options = { cwd: root, stdio: 'inherit', env: environment(), shell: process.platform === 'win32' };
    spawn(program, args, options).on('close', (code) => resolve(code ?? 1));
  });

/** Packages that are built by tsup. */
const packages = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)))
  .filter((path) => existsSync(join(root, path, 'tsup.config.ts')));

/** Puts the types of a package beside its JavaScript, under the names its exports have. */
function placeTypes(path) {
  const dist = join(root, path, 'dist');
  cpSync(join(emitted, path, 'src'), dist, { recursive: true });
  const { exports } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  for (const { 'alphaedit-source': source, types } of Object.values(exports)) {
    if (source === undefined || types === undefined) continue;
    const file = join(dist, relative('src', source).replace(/\.ts$/, '.d.ts'));
    const wanted = join(root, path, types);
    if (file === wanted) continue;
    const from = relative(dirname(wanted), file)
      .split(sep)
      .join('/')
      .replace(/\.d\.ts$/, '.js');
    writeFileSync(wanted, `export * from './${from}';\n`);
  }
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const codes = await Promise.all([
  run('pnpm', ['exec', 'turbo', 'run', 'build', '--log-order=grouped', ...process.argv.slice(2)]),
  run(process.execPath, [tsc, '-p', join(root, 'tooling', 'build', 'tsconfig.types.json')]),
]);
const failed = codes.find((code) => code !== 0);
if (failed !== undefined) process.exit(failed);
for (const path of packages) placeTypes(path);
