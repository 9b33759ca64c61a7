import { LinalgError } from '@alphaedit/spec';
import type { Blas } from '../load-blas.js';

// Arguments by kind: c a character, i an integer or integers, d a double or doubles; all by address, as
// Fortran takes them. `info` marks the LAPACK routines, whose last argument reports how it went.
const ROUTINES = {
  dgemm: { args: 'cciiiddididdi', info: false },
  dsyrk: { args: 'cciiddiddi', info: false },
  dtrsm: { args: 'cccciiddidi', info: false },
  dpotrf: { args: 'cidi', info: true },
  dgetrf: { args: 'iidii', info: true },
  dsyevd: { args: 'ccididdiii', info: true },
  dgesdd: { args: 'ciididdididii', info: true },
} as const;

type Routine = keyof typeof ROUTINES;
type Argument = string | number | Int32Array | Float64Array;

export interface LapackCaller {
  /**
   * Calls a routine off the main thread (at once where it takes well under a millisecond). Numbers are
   * passed by address, arrays in place.
   *
   * @param work floating-point operations, roughly
   * @returns `info`; 0 for BLAS routines
   */
  call(routine: Routine, work: number, args: readonly Argument[]): Promise<number>;
}

// About 100 µs of work: as long as handing a call to another thread and back takes.
const SMALL_WORK = 1e6;

export function createLapackCaller({ library, prefix }: Blas): LapackCaller {
  const declared = new Map<Routine, ReturnType<typeof library.func>>();

  const declare = (routine: Routine) => {
    const { args, info } = ROUTINES[routine];
    const types = [...args, ...(info ? 'i' : '')].map(
      (kind) => ({ c: 'str', i: 'int32_t *', d: 'double *' })[kind]!,
    );
    // gfortran passes the lengths of character arguments by value after all others.
    const lengths = [...args].filter((kind) => kind === 'c').map(() => 'size_t');
    return library.func(`${prefix}${routine}_`, 'void', [...types, ...lengths]);
  };

  return {
    async call(routine, work, args) {
      const fn = declared.get(routine) ?? declare(routine);
      declared.set(routine, fn);
      const kinds = ROUTINES[routine].args;
      const info = new Int32Array(1);
      const passed: unknown[] = args.map((value, i) => {
        if (typeof value !== 'number') return value;
        return kinds[i] === 'i' ? Int32Array.of(value) : Float64Array.of(value);
      });
      if (ROUTINES[routine].info) passed.push(info);
      for (const kind of kinds) if (kind === 'c') passed.push(1);

      if (work < SMALL_WORK) fn(...passed);
      // Resolving with the arguments keeps them from being collected while native code works on them.
      else
        await new Promise((resolve, reject) =>
          fn.async(...passed, (error: unknown) => (error ? reject(error) : resolve(passed))),
        );

      if (info[0]! < 0) throw refused(routine, -info[0]!);
      return info[0]!;
    },
  };
}

function refused(routine: string, argument: number): LinalgError {
  return new LinalgError({
    code: 'lapack-refused',
    message: `LAPACK's ${routine} refused its argument ${argument}.`,
    hint: 'The library may use 64-bit integers: name another one with ALPHAEDIT_BLAS, or set it to "none".',
    kind: 'work',
    data: { routine, argument },
  });
}
