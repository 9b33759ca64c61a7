import { columns, createPortableLinearAlgebra, subtract } from '@alphaedit/linalg';
import type { Matrix, ModelPort, NullSpaceProjector, NullSpaceThreshold, Statistics } from '@alphaedit/spec';
import { StatisticsError } from '@alphaedit/spec';
import { randomNumbers } from './random-numbers.js';

const linalg = createPortableLinearAlgebra();

/** Each eigenvalue is this part of the one before, down to the floor. */
const DECAY = 0.8;
const FLOOR = 1e-3;

/** λ₁ ≥ λ₂ ≥ … of a tiny second moment. */
const eigenvalue = (i: number) => Math.max(DECAY ** i, FLOOR);

/** C₀ = U diag(λ) Uᵀ with a random orthonormal U [d, d], another for every layer, the same everywhere. */
export function tinySecondMoment(d: number, layer: number): Matrix<Float64Array> {
  const { data: u } = orthonormal(d, layer + 1);
  const data = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += u[i * d + k]! * eigenvalue(k) * u[j * d + k]!;
      data[i * d + j] = data[j * d + i] = sum;
    }
  }
  return { rows: d, cols: d, data };
}

/**
 * Second moments and projectors for a tiny model, in all its blocks. They are random rather than collected:
 * their eigenvectors and eigenvalues are known exactly, so the projector is exact too.
 */
export async function tinyStatistics(model: ModelPort): Promise<Statistics> {
  const d = model.info.keySize;
  const layers = model.info.editable.map(({ block }) => block);
  const held = (layer: number) => {
    if (!layers.includes(layer)) throw missing(layer);
  };
  return {
    modelHash: await model.contentHash(),
    layers,
    async secondMoment(layer) {
      held(layer);
      return tinySecondMoment(d, layer);
    },
    async projector(layer, threshold) {
      held(layer);
      return projectorOf(orthonormal(d, layer + 1), preserved(d, threshold), layer);
    },
  };
}

/** How many leading eigenvectors a threshold preserves. */
function preserved(d: number, threshold: NullSpaceThreshold): number {
  const values = Array.from({ length: d }, (_, i) => eigenvalue(i));
  if (threshold.kind === 'absolute') return values.filter((value) => value >= threshold.value).length;
  const wanted = threshold.value * values.reduce((a, b) => a + b, 0);
  let sum = 0;
  let count = 0;
  while (count < d && sum < wanted) sum += values[count++]!;
  return count;
}

function projectorOf(u: Matrix<Float64Array>, count: number, layer: number): NullSpaceProjector {
  const d = u.rows;
  if (count === d) {
    throw new StatisticsError({
      code: 'empty-null-space',
      message: `The threshold leaves no null space at layer ${layer}: every direction is preserved.`,
      hint: 'Raise the threshold, or preserve a smaller share of the trace.',
      data: { layer },
    });
  }
  const spans = count <= d / 2 ? 'preserved' : 'null';
  const basis = spans === 'preserved' ? columns(u, 0, count) : columns(u, count, d);
  return {
    dimension: d,
    nullDimension: d - count,
    basis,
    spans,
    warnings:
      count > 0 ? [] : [{ code: 'no-constraint', message: `P = I at layer ${layer}.`, data: { layer } }],
    async project(keys) {
      const inside = await linalg.matmul(basis, keys, { transposeA: true });
      const part = await linalg.matmul(basis, inside);
      return spans === 'null' ? part : subtract(keys, part);
    },
  };
}

/** Random columns, each made orthogonal to the ones before, twice over: once leaves 1e-13. */
function orthonormal(d: number, seed: number): Matrix<Float64Array> {
  const random = randomNumbers(d * d, seed);
  const made: Float64Array[] = [];
  for (let j = 0; j < d; j++) {
    const column = random.slice(j * d, (j + 1) * d);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of made) addScaled(column, other, -dot(column, other));
    }
    const norm = Math.sqrt(dot(column, column));
    made.push(column.map((value) => value / norm));
  }
  return {
    rows: d,
    cols: d,
    data: Float64Array.from({ length: d * d }, (_, i) => made[i % d]![Math.floor(i / d)]!),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}

function missing(layer: number): StatisticsError {
  return new StatisticsError({
    code: 'statistics-missing',
    message: `There is no second moment for layer ${layer}.`,
    hint: 'Ask for a layer the tiny model has.',
    data: { layer },
  });
}
