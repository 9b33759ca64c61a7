/** Added to scores that must not be seen: far below any score, and exp of it is exactly 0 in float32. */
const MASKED = -1e9;

/**
 * Additive mask [rows, length, pastLength + length]: a cell at position p sees cells at positions in
 * (p − window, p]. A position of −1 is never seen.
 */
export function attentionMask(
  positions: Int32Array,
  pastPositions: Int32Array,
  rows: number,
  window: number | undefined,
): Float32Array {
  const length = positions.length / rows;
  const pastLength = pastPositions.length / rows;
  const width = pastLength + length;
  const reach = window ?? Number.POSITIVE_INFINITY;
  const mask = new Float32Array(rows * length * width).fill(MASKED);
  for (let r = 0; r < rows; r++) {
    for (let s = 0; s < length; s++) {
      const p = positions[r * length + s]!;
      const at = (r * length + s) * width;
      for (let t = 0; t < width; t++) {
        const seen =
          t < pastLength ? pastPositions[r * pastLength + t]! : positions[r * length + t - pastLength]!;
        if (seen >= 0 && seen <= p && p - seen < reach) mask[at + t] = 0;
      }
    }
  }
  return mask;
}
