import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadBlas, ownBlas, ownBlasFolder } from '@alphaedit/linalg/node';
import { runCommand } from '../run-command.js';
import { downloadWheel } from './download-wheel.js';
import { findPip } from './find-pip.js';
import { installError } from './install-error.js';
import type { InstallWork } from './install-work.js';
import { BLAS_WHEELS } from './pinned-wheels.js';
import { type Member, unpackMembers } from './unpack-members.js';
import { wheelPlatform } from './wheel-platform.js';

/** How an OpenBLAS is installed. */
export interface InstallBlasOptions extends InstallWork {
  /** Install again where it is in place. */
  readonly force?: boolean;
  /** Where it goes; where linear algebra looks for it by default. */
  readonly folder?: string;
}

/** The OpenBLAS that is in place now. */
export interface InstalledBlas {
  readonly path: string;
  readonly by: 'already-installed' | 'wheel';
}

/** The library in the wheel, and those of GCC that it needs beside it. */
const MEMBERS: readonly Member[] = [
  ['scipy.libs/libscipy_openblas', 'libscipy_openblas'],
  ['scipy.libs/libgfortran', 'libgfortran'],
  ['scipy.libs/libquadmath', 'libquadmath'],
];

const ANSWER = 'blas-probe:';
// A program of its own: a library that does not fit this machine may end it.
const PROGRAM = `
const koffi = require(process.argv[1]);
const library = koffi.load(process.argv[2]);
const dot = library.func('double scipy_cblas_ddot(int n, double *x, int dx, double *y, int dy)');
library.symbol('scipy_dsyevd_');
const x = Float64Array.of(1, 2, 3);
console.log('${ANSWER}' + dot(3, x, 1, x, 1));
`;

/**
 * Puts an OpenBLAS with LAPACK where linear algebra finds it, without root: the one that scipy's wheel brings, 35 MB to
 * download and 30 MB afterwards. It is tried out in a process of its own and moved into place at the end.
 *
 * @throws {EngineError} `no-wheel-for-platform`, `no-pip`, `wheel-unavailable`, `checksum-mismatch`, `wheel-incomplete`,
 * `engine-broken`, `disk-full`, `folder-not-writable`
 * @throws {AbortedError}
 */
export async function installBlas({
  force = false,
  folder = ownBlasFolder(),
  ...work
}: InstallBlasOptions = {}): Promise<InstalledBlas> {
  const there = ownBlas(folder);
  if (!force && there !== undefined && (await trouble(there, work.signal)) === undefined) {
    return { path: there, by: 'already-installed' };
  }
  const wheel = wheelForBlas();
  const pip = await findPip(work.signal);
  const stage = join(dirname(folder), '.native-installing');
  try {
    await freshFolder(stage);
    const made = join(stage, 'made');
    await unpackMembers(await downloadWheel(wheel, pip, stage, work), made, MEMBERS, wheel.holds, work);
    const library = ownBlas(made);
    const why = library === undefined ? 'the library has another name' : await trouble(library, work.signal);
    if (why !== undefined) {
      throw installError(
        'engine-broken',
        `What was installed does not work: ${why}`,
        'Use a BLAS of the system (Debian: `libopenblas0`), or name one with ALPHAEDIT_BLAS.',
        { why },
      );
    }
    if (existsSync(folder)) await rename(folder, join(stage, 'replaced'));
    await rename(made, folder);
    return { path: ownBlas(folder)!, by: 'wheel' };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** The BLAS with LAPACK that this machine has, or else one that is installed. @throws as `installBlas` */
export async function ensureBlas(options: InstallBlasOptions = {}): Promise<InstalledBlas> {
  const there = options.force ? undefined : loadBlas();
  return there?.hasLapack ? { path: there.path, by: 'already-installed' } : installBlas(options);
}

/** Whether there is a wheel for this machine. */
export function hasBlasWheel(): boolean {
  const { platform, hasGlibc } = wheelPlatform();
  return hasGlibc && BLAS_WHEELS[platform] !== undefined;
}

function wheelForBlas() {
  const { platform, hasGlibc } = wheelPlatform();
  const wheel = BLAS_WHEELS[platform];
  if (wheel && hasGlibc) return wheel;
  throw installError(
    'no-wheel-for-platform',
    `There is no wheel to take an OpenBLAS from for ${platform}${hasGlibc ? '' : ' without glibc'}.`,
    "Use the system's (macOS has Accelerate, Alpine `openblas`, Windows an openblas.dll on the PATH), or name one with ALPHAEDIT_BLAS.",
    { platform },
  );
}

async function freshFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw installError(
      'folder-not-writable',
      `OpenBLAS cannot be put into ${dirname(folder)}: ${(error as Error).message}`,
      'Make the folder writable, or run this as the user who installed the packages.',
      { folder },
    );
  }
}

/** Why a library cannot be used; nothing where it computes rightly. */
async function trouble(library: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  let koffi: string;
  try {
    koffi = createRequire(join(dirname(ownBlasFolder()), 'package.json')).resolve('koffi');
  } catch {
    return 'koffi, which calls it, is not installed (npm leaves out optional packages with --omit=optional)';
  }
  const { lines } = await runCommand(process.execPath, ['-e', PROGRAM, koffi, library], {
    signal,
    timeoutMs: 60_000,
  });
  const answer = lines.find((line) => line.startsWith(ANSWER))?.slice(ANSWER.length);
  if (answer === '14') return undefined;
  return answer ?? lines.find((line) => /error/i.test(line))?.trim() ?? 'it ended without a word';
}
