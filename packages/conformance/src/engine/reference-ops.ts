/** Float64 references in plain loops: nothing here is shared with an engine. */

export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Numbers in −1 … 1 that float32 holds exactly, from a seed. */
export function randomArray(shape: readonly number[], seed: number): NdArray {
  let state = seed * 2654435761 + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.fround(state / 2 ** 31);
  };
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, next) };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** op(A) · op(B) over broadcast batch dimensions, each entry a sum in float64. */
export function matmul(a: NdArray, b: NdArray, transposeA = false, transposeB = false): NdArray {
  const [aRows, aCols] = a.shape.slice(-2) as [number, number];
  const [bRows, bCols] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const n = transposeB ? bRows : bCols;
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const rank = Math.max(aBatch.length, bBatch.length);
  const batch = Array.from({ length: rank }, (_, i) =>
    Math.max(aBatch[i - rank + aBatch.length] ?? 1, bBatch[i - rank + bBatch.length] ?? 1),
  );
  const data = new Float64Array(sizeOf(batch) * m * n);
  for (let i = 0; i < sizeOf(batch); i++) {
    const aStart = sourceIndex(i, batch, aBatch) * aRows * aCols;
    const bStart = sourceIndex(i, batch, bBatch) * bRows * bCols;
    for (let row = 0; row < m; row++) {
      for (let col = 0; col < n; col++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          const x = a.data[aStart + (transposeA ? p * aCols + row : row * aCols + p)]!;
          const y = b.data[bStart + (transposeB ? col * bCols + p : p * bCols + col)]!;
          sum += x * y;
        }
        data[(i * m + row) * n + col] = sum;
      }
    }
  }
  return { shape: [...batch, m, n], data };
}

/** Which matrix of `own` the matrix `index` of the broadcast `batch` is. */
function sourceIndex(index: number, batch: readonly number[], own: readonly number[]): number {
  let rest = index;
  let result = 0;
  let stride = 1;
  for (let axis = 1; axis <= batch.length; axis++) {
    const size = batch[batch.length - axis]!;
    const ownSize = own[own.length - axis] ?? 1;
    result += ownSize === 1 ? 0 : (rest % size) * stride;
    rest = Math.floor(rest / size);
    stride *= ownSize;
  }
  return result;
}

/** softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) over the last dimension. */
export function softmax(x: NdArray): NdArray {
  return byRow(x, (row) => {
    const max = Math.max(...row);
    const exponentials = row.map((value) => Math.exp(value - max));
    const sum = exponentials.reduce((a, b) => a + b, 0);
    return exponentials.map((value) => value / sum);
  });
}

/** (x − mean) / √(variance + ε) over the last dimension. */
export function layerNorm(x: NdArray, epsilon: number): NdArray {
  return byRow(x, (row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map((value) => (value - mean) / Math.sqrt(variance + epsilon));
  });
}

function byRow(x: NdArray, fn: (row: number[]) => number[]): NdArray {
  const width = x.shape.at(-1)!;
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width) {
    data.set(fn([...x.data.subarray(start, start + width)]), start);
  }
  return { shape: x.shape, data };
}

/** ∂/∂x of Σ weights ∘ fn(x), by central differences in float64: exact to about 1e-9. */
export function numericGradient(fn: (x: NdArray) => NdArray, x: NdArray, weights: NdArray): NdArray {
  const step = 1e-5;
  const loss = (data: Float64Array) =>
    fn({ shape: x.shape, data }).data.reduce((sum, value, i) => sum + value * weights.data[i]!, 0);
  const data = x.data.map((_, i) => {
    const moved = (by: number) => loss(x.data.map((value, j) => (j === i ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
  return { shape: x.shape, data };
}
