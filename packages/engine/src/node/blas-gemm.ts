import type { Blas } from '@alphaedit/linalg/node';
import type { Gemm } from '../wasm/gemm.js';

const ROW_MAJOR = 101;
const NO_TRANS = 111;
const TRANS = 112;

/** `cblas_sgemm` of a native library, called on the given arrays in place. */
export function blasGemm(blas: Blas): Gemm {
  const sgemm = blas.library.func(
    `void ${blas.prefix}cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, ` +
      'const float *a, int lda, const float *b, int ldb, float beta, _Out_ float *c, int ldc)',
  );
  return (transposeA, transposeB, m, n, k, a, b, c) =>
    sgemm(
      ROW_MAJOR,
      transposeA ? TRANS : NO_TRANS,
      transposeB ? TRANS : NO_TRANS,
      m,
      n,
      k,
      1,
      a,
      transposeA ? m : k,
      b,
      transposeB ? k : n,
      0,
      c,
      n,
    );
}
