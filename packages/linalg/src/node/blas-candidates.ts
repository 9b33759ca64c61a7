const LINUX = [
  'libopenblas.so.0', // Debian, Ubuntu, Fedora, openSUSE
  'libopenblas.so.3', // Alpine
  'libopenblas.so', // Arch, development packages
  'libopenblasp.so.0', // Fedora's threaded build
  'libflexiblas.so.3', // Fedora's switch
  'libmkl_rt.so.2',
  'libmkl_rt.so',
  'liblapack.so.3', // Debian's switch, the reference implementation where nothing else is installed
];

const MAC = [
  '/System/Library/Frameworks/Accelerate.framework/Accelerate',
  '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
  '/usr/local/opt/openblas/lib/libopenblas.dylib',
];

const WINDOWS = ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'];

/**
 * Where a BLAS with LAPACK may be, best first: `ALPHAEDIT_BLAS` alone where it is set (`none` for nowhere),
 * else an active conda environment, else the one that was installed for this package, else the names the platform's packages use.
 *
 * @param own path of the one that was installed for this package
 */
export function blasCandidates(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  own?: string,
): readonly string[] {
  const wanted = env.ALPHAEDIT_BLAS;
  if (wanted) return wanted === 'none' ? [] : [wanted];
  const installed = own === undefined ? [] : [own];
  if (platform === 'win32') return [...installed, ...WINDOWS];
  const extension = platform === 'darwin' ? 'dylib' : 'so';
  const conda = env.CONDA_PREFIX ? [`${env.CONDA_PREFIX}/lib/libopenblas.${extension}`] : [];
  return [...conda, ...installed, ...(platform === 'darwin' ? MAC : LINUX)];
}
