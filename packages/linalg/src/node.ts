export { createLinearAlgebra, type LinearAlgebraOptions } from './node/create-linear-algebra.js';
export { createLapackLinearAlgebra } from './node/lapack/create-lapack-linear-algebra.js';
export { type Blas, loadBlas } from './node/load-blas.js';
export { ownBlas, ownBlasFolder } from './node/own-blas.js';
export { createTensorflowLinearAlgebra } from './tensorflow/create-tensorflow-linear-algebra.js';
export {
  isTensorflowBackend,
  type TensorflowBackend,
  type TensorflowBinding,
} from './tensorflow/tensorflow-backend.js';
