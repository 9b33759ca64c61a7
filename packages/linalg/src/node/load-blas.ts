import { readFileSync } from 'node:fs';
import { LinalgError } from '@alphaedit/spec';
import type { LibraryHandle } from 'koffi';
import { blasCandidates } from './blas-candidates.js';
import { hasRoomForLapack, loadKoffi } from './load-koffi.js';
import { openBlasCoreType } from './open-blas-core-type.js';

/** A BLAS library that was loaded. */
export interface Blas {
  /** Name or path it was loaded by. */
  readonly path: string;
  /** koffi's handle: `library.func('void cblas_sgemm(…)')`. */
  readonly library: LibraryHandle;
  /** For people, e.g. `OpenBLAS 0.3.21, SkylakeX kernels, 2 threads`. */
  readonly description: string;
  /**
   * Whether the LAPACK routines linalg needs are in it and can be called: not where another part of the
   * program used koffi first and left its native stack small. Plain BLAS (`cblas_sgemm`) always is.
   */
  readonly hasLapack: boolean;
}

let found: Blas | undefined | null = null;

/**
 * The machine's own BLAS, searched once per process: OpenBLAS or the distribution's LAPACK, macOS's
 * Accelerate, `openblas.dll` on the PATH. The environment variable `ALPHAEDIT_BLAS` names another library,
 * or `none`.
 *
 * @returns nothing where there is none (or no koffi to call it with): portable code serves then
 * @throws {LinalgError} `blas-not-loadable` when the library `ALPHAEDIT_BLAS` names cannot be used
 */
export function loadBlas(): Blas | undefined {
  if (found === null) found = findBlas();
  return found;
}

function findBlas(): Blas | undefined {
  const candidates = blasCandidates(process.env, process.platform);
  const koffi = candidates.length > 0 ? loadKoffi() : undefined;
  if (koffi === undefined) return undefined;
  const hasRoom = hasRoomForLapack(koffi);
  const blas = withCoreType(() => {
    let blasOnly: Blas | undefined;
    for (const path of candidates) {
      const library = attempt(() => koffi.load(path));
      if (library === undefined || !has(library, 'cblas_sgemm')) continue;
      const blas = {
        path,
        library,
        description: describe(path, library),
        hasLapack: hasRoom && has(library, 'dsyevd_'),
      };
      if (blas.hasLapack) return blas;
      blasOnly ??= blas;
    }
    return blasOnly;
  });
  if (blas === undefined && process.env.ALPHAEDIT_BLAS) {
    throw new LinalgError({
      code: 'blas-not-loadable',
      message: `ALPHAEDIT_BLAS=${process.env.ALPHAEDIT_BLAS} is not a shared library with BLAS in it.`,
      hint: 'Give the path of a libopenblas, unset the variable to search, or set it to "none".',
      data: { path: process.env.ALPHAEDIT_BLAS },
    });
  }
  return blas;
}

/** Runs `load` with OPENBLAS_CORETYPE set for this processor; the environment is as before afterwards. */
function withCoreType<T>(load: () => T): T {
  const coreType =
    process.platform === 'linux'
      ? openBlasCoreType(attempt(() => readFileSync('/proc/cpuinfo', 'utf8')) ?? '')
      : undefined;
  if (coreType === undefined || process.env.OPENBLAS_CORETYPE !== undefined) return load();
  process.env.OPENBLAS_CORETYPE = coreType;
  try {
    return load();
  } finally {
    delete process.env.OPENBLAS_CORETYPE;
  }
}

function describe(path: string, library: LibraryHandle): string {
  const config = attempt(() => library.func('const char *openblas_get_config()')() as string);
  if (config === undefined) return path.includes('Accelerate') ? 'Apple Accelerate' : path;
  const core = attempt(() => library.func('const char *openblas_get_corename()')() as string) ?? 'generic';
  const threads = attempt(() => library.func('int openblas_get_num_threads()')() as number) ?? 1;
  const name = config.split(' ').slice(0, 2).join(' ');
  return `${name}, ${core} kernels, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

function has(library: LibraryHandle, symbol: string): boolean {
  return attempt(() => library.symbol(symbol)) !== undefined;
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
