import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A matrix [rows, columns] kept in fewer bytes than float32, or not in memory at all, and widened to float32
 * where it is used. Every method returns new tensors, which belong to the caller.
 */
export interface PackedWeight {
  readonly shape: readonly [rows: number, columns: number];
  /** Rows `from` … `to − 1`, widened: [to − from, columns]. */
  widen(from: number, to: number): Tensor2D;
  /** Rows by their numbers, widened: [indices.length, columns]. */
  gather(indices: Int32Array): Tensor2D;
  dispose(): void;
}
