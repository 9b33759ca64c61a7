import type { LinearAlgebra } from '@alphaedit/spec';

/** On what the operation would run. */
export interface WorkspaceOptions {
  /** LAPACK by default. */
  readonly provider?: LinearAlgebra['provider'];
  /** Floating-point operations a second of this machine's float64 matrix product; gives `seconds`. */
  readonly flopsPerSecond?: number;
  /** Bytes a second it reads from memory, 10⁹ · 10 by default: two channels of an ordinary machine. */
  readonly bytesPerSecond?: number;
}

/** What an operation of a given size takes. */
export interface Workspace {
  /** Memory taken besides the input, results included, at its peak. */
  readonly bytes: number;
  /** Floating-point operations. */
  readonly flops: number;
  /** Bytes read from memory by the part that is no matrix product and goes at the speed of memory. */
  readonly streamedBytes: number;
  /** flops / flopsPerSecond + streamedBytes / bytesPerSecond: a plan, right within a factor of two. */
  readonly seconds?: number;
}

interface Cost {
  /** Arrays of n² float64 numbers, by provider. */
  readonly squares: Readonly<Record<LinearAlgebra['provider'], number>>;
  /** Multiples of n³. */
  readonly flops: number;
  readonly streamedBytes: number;
}

/*
 * Arrays: of LAPACK the copy it overwrites and its documented workspace (dsyevd 2n², dgesdd 4n²), results that
 * are not in place; of TensorFlow the input and the results on host and device, and the solver's own copies.
 *
 * Operations: eigh 2/3 n³ of matrix products in the reduction to tridiagonal form, 4/3 n³ in divide and
 * conquer, 2n³ in turning the vectors back, and 2/3 n³ that read half of the shrinking matrix, 4/3 n³ bytes.
 * svd: likewise 8/3 n³ (half of it reading the matrix twice, 16/3 n³ bytes) and 9 n³.
 */
const COSTS = {
  eigh: { squares: { lapack: 3, tensorflow: 6, portable: 2 }, flops: 14 / 3, streamedBytes: 4 / 3 },
  cholesky: { squares: { lapack: 1, tensorflow: 4, portable: 1 }, flops: 1 / 3, streamedBytes: 0 },
  svd: { squares: { lapack: 8, tensorflow: 8, portable: 5 }, flops: 35 / 3, streamedBytes: 16 / 3 },
} satisfies Record<string, Cost>;

/**
 * What a decomposition of an [n, n] matrix takes, before it is started: memory, operations and, for a machine
 * whose matrix rate is given, time.
 *
 * @example estimateWorkspace(14336, 'eigh', { flopsPerSecond: 150e9 })
 */
export function estimateWorkspace(
  n: number,
  operation: keyof typeof COSTS,
  options: WorkspaceOptions = {},
): Workspace {
  const { provider = 'lapack', flopsPerSecond, bytesPerSecond = 10e9 } = options;
  const cost = COSTS[operation];
  const bytes = cost.squares[provider] * 8 * n ** 2;
  const flops = cost.flops * n ** 3;
  const streamedBytes = cost.streamedBytes * n ** 3;
  if (flopsPerSecond === undefined) return { bytes, flops, streamedBytes };
  return { bytes, flops, streamedBytes, seconds: flops / flopsPerSecond + streamedBytes / bytesPerSecond };
}
