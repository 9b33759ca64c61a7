import type { Matrix } from '@alphaedit/spec';

/** Whether two matrices hold the same numbers bit for bit: −0 is not 0, and NaN is itself. */
export function sameBits(a: Matrix, b: Matrix): boolean {
  if (a.rows !== b.rows || a.cols !== b.cols) return false;
  if (a.data.constructor !== b.data.constructor || a.data.length !== b.data.length) return false;
  const x = new Uint8Array(a.data.buffer, a.data.byteOffset, a.data.byteLength);
  const y = new Uint8Array(b.data.buffer, b.data.byteOffset, b.data.byteLength);
  return x.every((byte, i) => byte === y[i]);
}
