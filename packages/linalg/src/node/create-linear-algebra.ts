import { LinalgError, type LinearAlgebra } from '@alphaedit/spec';
import { createPortableLinearAlgebra } from '../portable/create-portable-linear-algebra.js';
import { createTensorflowLinearAlgebra } from '../tensorflow/create-tensorflow-linear-algebra.js';
import { isTensorflowBackend } from '../tensorflow/tensorflow-backend.js';
import { chooseByWork } from './choose-by-work.js';
import { createLapackLinearAlgebra } from './lapack/create-lapack-linear-algebra.js';
import { loadBlas } from './load-blas.js';

/** Which implementation of linear algebra to take. */
export interface LinearAlgebraOptions {
  /** The best for this machine by default. */
  readonly provider?: 'auto' | LinearAlgebra['provider'];
  /** `tf.backend()`, where a tfjs backend is running; anything but the native TensorFlow one is ignored. */
  readonly backend?: unknown;
}

// From about 500 × 500 on, an eigen-decomposition outweighs the way to a GPU and back.
const WORTH_A_GPU = 1e9;
// TensorFlow's own CPU code against ours: it uses all cores, and a call costs it about a millisecond.
const WORTH_TENSORFLOW = 2e7;

/**
 * The best linear algebra of this machine: LAPACK where a library is found (`ALPHAEDIT_BLAS` names or forbids
 * one); with TensorFlow on a GPU, the GPU for large matrices; without LAPACK, TensorFlow's CPU operations for
 * large matrices where that backend runs; else portable code. `provider` tells who does the large ones.
 *
 * @example const linalg = createLinearAlgebra({ backend: tf.backend() })
 * @throws {LinalgError} `provider-missing` when the one asked for is not there
 */
export function createLinearAlgebra(options: LinearAlgebraOptions = {}): LinearAlgebra {
  const { provider = 'auto', backend } = options;
  const lapack = () => {
    const blas = loadBlas();
    return blas?.hasLapack ? createLapackLinearAlgebra(blas) : undefined;
  };
  const tensorflow = () =>
    isTensorflowBackend(backend) ? createTensorflowLinearAlgebra(backend) : undefined;

  if (provider === 'portable') return createPortableLinearAlgebra();
  if (provider === 'lapack') {
    return (
      lapack() ??
      missing(provider, 'Install OpenBLAS (Debian: libopenblas0) or name one with ALPHAEDIT_BLAS.')
    );
  }
  if (provider === 'tensorflow') {
    return (
      tensorflow() ??
      missing(provider, 'Start the native TensorFlow engine and pass `backend: tf.backend()`.')
    );
  }
  if (isTensorflowBackend(backend) && backend.isUsingGpuDevice) {
    return chooseByWork(tensorflow()!, lapack() ?? createPortableLinearAlgebra(), WORTH_A_GPU);
  }
  const found = lapack();
  if (found !== undefined) return found;
  const native = tensorflow();
  const portable = createPortableLinearAlgebra();
  return native === undefined ? portable : chooseByWork(native, portable, WORTH_TENSORFLOW);
}

function missing(provider: string, hint: string): never {
  throw new LinalgError({
    code: 'provider-missing',
    message: `There is no ${provider} linear algebra in this process.`,
    hint,
    data: { provider },
  });
}
