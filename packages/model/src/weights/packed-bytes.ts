/** Storage types of 16 and 32 bits that weights are kept in. */
export type PackedType = 'BF16' | 'F16' | 'F32';

export const PACKED_BYTES: Readonly<Record<PackedType, number>> = { BF16: 2, F16: 2, F32: 4 };

/** The elements of a tensor as stored: in memory, or read from a file each time. */
export interface PackedBytes {
  readonly dtype: PackedType;
  /** Elements `from` … `to − 1` in row-major order. */
  read(from: number, to: number): Uint8Array;
}

export const isPackedType = (dtype: string): dtype is PackedType => Object.hasOwn(PACKED_BYTES, dtype);
