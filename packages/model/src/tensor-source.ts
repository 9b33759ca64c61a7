/** Where a checkpoint's tensors come from: a folder, a download, memory. */
export interface TensorSource {
  has(name: string): boolean;
  /** Names of all tensors; left out by sources that cannot list them. */
  names?(): Iterable<string>;
  /** Shape of a tensor that `has` confirms. */
  shape(name: string): readonly number[];
  /** Elements in row-major order, in a fresh array. */
  read(name: string): Promise<Float32Array>;
  /** A tensor as it is stored, for weights that are kept so; left out where there is only float32. */
  stored?(name: string): StoredTensor;
  /** SHA-256 of config and all tensors, hex. */
  digest(): Promise<string>;
}

/** One tensor in the type of its checkpoint. */
export interface StoredTensor {
  /** Element type as safetensors spells it, e.g. `BF16`. */
  readonly dtype: string;
  /** Elements `from` … `to − 1`; all unless given. */
  bytes(from?: number, to?: number): Promise<Uint8Array>;
  /**
   * Elements `from` … `to − 1`, blocking, taken from the source anew each time; it must go on working while the
   * model lives. Left out where the source cannot: the weights then cannot stay on disk.
   */
  readonly read?: (from: number, to: number) => Uint8Array;
}
