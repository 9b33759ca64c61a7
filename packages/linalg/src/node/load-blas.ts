import { readFileSync } from 'node:fs';
import { LinalgError } from '@alphaedit/spec';
import type { LibraryHandle } from 'koffi';
import { blasCandidates } from './blas-candidates.js';
import { hasRoomForLapack, loadKoffi } from './load-koffi.js';
import { openBlasCoreType } from './open-blas-core-type.js';
import { ownBlas } from './own-blas.js';

/** A BLAS library that was loaded. */
export interface Blas {
  /** Name or path it was loaded by. */
  readonly path: string;
  /** koffi's handle: `library.func(`void ${prefix}cblas_sgemm(…)`)`. */
  readonly library: LibraryHandle;
  /** What every name of a function begins with: `scipy_` in the builds that come in wheels, mostly nothing. */
  readonly prefix: string;
  /** For people, e.g. `OpenBLAS 0.3.21, SkylakeX kernels, 2 threads`. */
  readonly description: string;
  /**
   * Whether the LAPACK routines linalg needs are in it and can be called: not where another part of the
   * program used koffi first and left its native stack small. Plain BLAS (`cblas_sgemm`) always is.
   */
  readonly hasLapack: boolean;
}

const PREFIXES = ['', 'scipy_'];

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
  const candidates = blasCandidates(process.env, process.platform, ownBlas());
  const koffi = candidates.length > 0 ? loadKoffi() : undefined;
  if (koffi === undefined) return undefined;
  const hasRoom = hasRoomForLapack(koffi);
  const blas = withCoreType(() => {
    let blasOnly: Blas | undefined;
    for (const path of candidates) {
      const library = attempt(() => koffi.load(path));
      const prefix = library && PREFIXES.find((one) => has(library, `${one}cblas_sgemm`));
      if (library === undefined || prefix === undefined) continue;
      const blas = {
        path,
        library,
        prefix,
        description: describe(path, library, prefix),
        hasLapack: hasRoom && has(library, `${prefix}dsyevd_`),
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

function describe(path: string, library: LibraryHandle, prefix: string): string {
  const ask = <T>(type: string, name: string) =>
    attempt(() => library.func(`${type}${prefix}openblas_get_${name}()`)() as T);
  const config = ask<string>('const char *', 'config');
  if (config === undefined) return path.includes('Accelerate') ? 'Apple Accelerate' : path;
  const core = ask<string>('const char *', 'corename') ?? 'generic';
  const threads = ask<number>('int ', 'num_threads') ?? 1;
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
