/** An incremental SHA-256: Node's `createHash` or one in JavaScript. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

export interface DigestedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Stored bytes of elements `from` … `to − 1`. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** Elements hashed at a time. */
const BLOCK = 1 << 26;

/**
 * Feeds a checkpoint to `hash`: its config, then every tensor's name, type, shape and bytes, in name order.
 * The content hash of a model is this, wherever its files come from.
 */
export async function digestCheckpoint(
  hash: RunningHash,
  config: unknown,
  tensors: readonly DigestedTensor[],
): Promise<void> {
  const text = new TextEncoder();
  hash.update(text.encode(JSON.stringify(config)));
  const ordered = [...tensors].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const { name, dtype, shape, read } of ordered) {
    hash.update(text.encode(JSON.stringify([name, dtype, shape])));
    const size = shape.reduce((a, b) => a * b, 1);
    for (let from = 0; from < size; from += BLOCK)
      hash.update(await read(from, Math.min(size, from + BLOCK)));
  }
}
