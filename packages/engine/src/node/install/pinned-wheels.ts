/** A wheel for Python that a native library is taken from. */
export interface PinnedWheel {
  /** The library, for people. */
  readonly holds: string;
  readonly package: string;
  readonly version: string;
  readonly pythonVersion: string;
  readonly platform: string;
  /** Size of the file, for progress. */
  readonly bytes: number;
  /** Of the file; where left out, pip's own check against the index has to do. */
  readonly sha256?: string;
}

const PYTHON = '3.11';

/**
 * TensorFlow wheels by `process.platform`-`process.arch`. The Python they are for does not matter: only the C library and
 * its headers are taken, and asking for one fixed tag brings the same file everywhere.
 */
export const PINNED_WHEELS: Readonly<
  Record<string, { readonly cpu: PinnedWheel; readonly gpu: PinnedWheel } | undefined>
> = {
  'linux-x64': {
    cpu: {
      holds: 'TensorFlow',
      package: 'tensorflow-cpu',
      version: '2.21.0',
      pythonVersion: PYTHON,
      platform: 'manylinux_2_27_x86_64',
      bytes: 273_829_956,
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    },
    // Built for CUDA 12, which it loads from the system.
    gpu: {
      holds: 'TensorFlow',
      package: 'tensorflow',
      version: '2.21.0',
      pythonVersion: PYTHON,
      platform: 'manylinux_2_27_x86_64',
      bytes: 600_000_000,
    },
  },
};

/** A wheel with an OpenBLAS, LAPACK in it, and what of the wheel is it, by `process.platform`-`process.arch`. */
export const BLAS_WHEELS: Readonly<Record<string, PinnedWheel | undefined>> = {
  'linux-x64': {
    holds: 'OpenBLAS',
    package: 'scipy',
    version: '1.17.1',
    pythonVersion: PYTHON,
    platform: 'manylinux_2_27_x86_64',
    bytes: 35_349_300,
    sha256: '43af8d1f3bea642559019edfe64e9b11192a8978efbd1539d7bc2aaa23d92de4',
  },
};
