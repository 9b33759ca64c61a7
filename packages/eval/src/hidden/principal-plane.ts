import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { trace } from './frechet-distance.js';
import { moments } from './moments.js';

/** The plane in which points vary most. */
export interface PrincipalPlane {
  /** Share of the variance along its two directions. */
  readonly explained: readonly [number, number];
  /** Coordinates [n, 2] of points [n, d]. */
  project(points: Matrix): Promise<Matrix<Float64Array>>;
}

/**
 * The first two principal components of points [n, d]. The largest entry of a direction is made positive, so
 * that pictures of one data set look the same each time.
 */
export async function principalPlane(points: Matrix, linalg: LinearAlgebra): Promise<PrincipalPlane> {
  const { mean, covariance } = await moments(points, linalg);
  const d = points.cols;
  const { values, vectors } = await linalg.eigh(covariance);
  const basis = new Float64Array(d * 2);
  for (const c of [0, 1]) {
    const column = d - 1 - c;
    if (column < 0) continue;
    let largest = 0;
    for (let j = 0; j < d; j++) {
      const value = vectors.data[j * d + column]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    for (let j = 0; j < d; j++) basis[j * 2 + c] = vectors.data[j * d + column]! * (largest < 0 ? -1 : 1);
  }
  const total = trace(covariance);
  const share = (c: number) => (total > 0 && d > c ? Math.max(0, values[d - 1 - c]!) / total : 0);
  return {
    explained: [share(0), share(1)],
    project({ rows, cols, data }) {
      const centred = Float64Array.from(data, (x, i) => x - mean[i % cols]!);
      return linalg.matmul({ rows, cols, data: centred }, { rows: d, cols: 2, data: basis });
    },
  };
}
