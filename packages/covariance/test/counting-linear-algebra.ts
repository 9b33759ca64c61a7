import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix } from '@alphaedit/spec';

/** Portable linear algebra that counts its decompositions. */
export function counting(): LinearAlgebra & { calls: number } {
  const linalg = createPortableLinearAlgebra();
  const counted = {
    ...linalg,
    calls: 0,
    eigh(matrix: Matrix) {
      counted.calls++;
      return linalg.eigh(matrix);
    },
  };
  return counted;
}
