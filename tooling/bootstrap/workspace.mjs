// What the two first commands share. Plain JavaScript on Node's own modules: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const tools = join(root, '.tools');

/** The first generation of pnpm that reads the settings in pnpm-workspace.yaml. */
const PNPM_MAJOR = 11;
const PNPM_VERSION = '12.21.0';

/** Prints one line of what is going on. */
export const say = (text) => process.stderr.write(`\n▸ ${text}\n`);

/** Ends with a line on what is wrong and one on what to do. */
export function stop(what, hint) {
  process.stderr.write(`\n✗ ${what}\n  ${hint}\n`);
  process.exit(1);
}

/** Runs a program in the repository root with its output shown; ends with its exit code if it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell: process.platform === 'win32',
    ...options,
  });
  if (error)
    stop(`${program} cannot be run: ${error.message}`, 'Check that Node and npm are installed whole.');
  if (status !== 0 && !options.mayFail) process.exit(status ?? 1);
  return status ?? 1;
}

/** The environment of everything run here: pnpm from .tools on the path, nothing reported to anybody. */
export function environment() {
  const path = `${join(tools, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

function pnpmMajor() {
  mkdirSync(tools, { recursive: true });
  const { status, stdout } = spawnSync('pnpm', ['--version'], {
    cwd: tools,
    env: environment(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return status === 0 ? Number.parseInt(stdout, 10) : 0;
}

/** Whether a pnpm that reads this workspace is on the path or in .tools. */
export const hasPnpm = () => pnpmMajor() >= PNPM_MAJOR;

/** Whether a range as it stands in package.json (`^20.19.0 || >=24.0.0`) takes a version. */
export function takes(range, version) {
  const [major, minor, patch] = version.split('.').map((part) => Number.parseInt(part, 10));
  return range.split('||').some((part) => {
    const [, sign, ...from] = /^\s*(\^|>=)(\d+)[.](\d+)[.](\d+)\s*$/.exec(part);
    const [a, b, c] = from.map(Number);
    if (major !== a) return sign === '>=' && major > a;
    return minor > b || (minor === b && patch >= c);
  });
}

/** Node new enough, pnpm there (fetched into .tools through npm if not), packages installed. */
export function prepare() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (!takes(engines.node, process.versions.node)) {
    stop(
      `This is Node ${process.versions.node}; to work on alphaedit takes ${engines.node}.`,
      'Install a current Node (.nvmrc names one).',
    );
  }
  if (!hasPnpm()) {
    say(`Fetching pnpm ${PNPM_VERSION} through npm, into .tools`);
    run('npm', [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--prefix',
      tools,
      `pnpm@${PNPM_VERSION}`,
    ]);
  }
  say('Installing packages');
  run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only']);
}

/** Builds every package. */
export function build() {
  say('Building');
  run('pnpm', ['run', 'build']);
}
