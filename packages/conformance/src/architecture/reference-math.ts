/** Plain float64 on arrays of rows: slow, and written to be read beside the papers. */
export type Rows = readonly (readonly number[])[];

/** x · W + b for every row, W as [out][in]. */
export function affine(x: Rows, weight: Rows, bias: readonly number[] | undefined): number[][] {
  return x.map((row) =>
    weight.map((w, o) => w.reduce((sum, value, i) => sum + value * row[i]!, bias?.[o] ?? 0)),
  );
}

export const plus = (a: Rows, b: Rows): number[][] =>
  a.map((row, r) => row.map((value, i) => value + b[r]![i]!));

/** LayerNorm, or RMSNorm, with its gain and bias. */
export function norm(
  row: readonly number[],
  kind: 'layer' | 'rms',
  epsilon: number,
  gain: readonly number[],
  bias?: readonly number[],
): number[] {
  const mean = kind === 'layer' ? row.reduce((a, b) => a + b, 0) / row.length : 0;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map(
    (value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i]! + (bias?.[i] ?? 0),
  );
}

/** erf by its series near 0 and its continued fraction beyond: right to 1e-12. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; n < 80; n++) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / ((size + fraction) * Math.sqrt(Math.PI)));
}

export const activations = {
  gelu: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  'gelu-tanh': (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x: number) => x / (1 + Math.exp(-x)),
  relu: (x: number) => Math.max(0, x),
};

export function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
