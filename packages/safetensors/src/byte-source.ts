/** Bytes that are read in ranges: a file on disk, a `Blob` of a browser, a file on a server. */
export interface ByteSource {
  /** How messages name it. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /** Bytes `from` … `to − 1` in a fresh array, whose start is aligned for any element type. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** As `read`, blocking, for use where nothing can be awaited; left out where the source cannot. */
  readSync?(from: number, to: number): Uint8Array;
}
