// Puts llama.cpp where the tests look for it: node-llama-cpp with the binaries of this machine, 84 MB. It is no dependency of a
// package, so that nobody has to install it who does not run those tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

const VERSION = '3.21.1';
const system = { darwin: 'mac', win32: 'win' }[process.platform] ?? process.platform;
const metal = process.platform === 'darwin' && process.arch === 'arm64' ? '-metal' : '';
const binaries = `@node-llama-cpp/${system}-${process.arch}${metal}`;

const folder = join(root, '.tools', 'llama-cpp');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
const packages = [`node-llama-cpp@${VERSION}`, `${binaries}@${VERSION}`];
// The other optional packages are binaries for other machines and for GPUs, some of them hundreds of megabytes.
const options = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
const { status } = spawnSync('npm', ['install', ...options, ...packages], {
  cwd: folder,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
