import { add, columns, concatColumns, identity, transpose, zeros } from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix, Orientation, WeightDelta } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';

/** What an adapter is made of. */
export interface AdapterOptions {
  /** In any order; those of one weight add up. */
  readonly deltas: readonly WeightDelta[];
  /**
   * Rank per weight at most. Without it the adapter is the edit itself, of rank min(Σr, dOut, dIn); with it, the
   * nearest of that rank (Eckart–Young).
   */
  readonly rank?: number;
  readonly linalg: Pick<LinearAlgebra, 'matmul' | 'svd'>;
}

/** The change of one weight as a product: ΔW = B A, B [dOut, r] and A [r, dIn]. */
export interface AdapterFactors {
  readonly parameter: string;
  readonly orientation: Orientation;
  readonly b: Matrix;
  readonly a: Matrix;
  /** ‖ΔW − BA‖ / ‖ΔW‖ (Frobenius): 0 unless `rank` cut something off. */
  readonly lost: number;
}

/**
 * An edit as thin factors, one pair for each weight. Where the factors of all batches together are wider than the weight
 * is, the full change stands in for them, with the identity beside it: exact, and never larger than the weight.
 *
 * @throws {SettingsError} `no-deltas`, `adapter-rank`
 * @see Hu et al. 2021, arXiv 2106.09685
 */
export async function adapterFactors(options: AdapterOptions): Promise<AdapterFactors[]> {
  const { deltas, rank } = options;
  if (deltas.length === 0) {
    throw new SettingsError({
      code: 'no-deltas',
      message: 'The edit changes nothing, so there is no adapter to write.',
      hint: 'Give a run with facts that are not undone.',
    });
  }
  if (rank !== undefined && !(Number.isInteger(rank) && rank > 0)) {
    throw new SettingsError({
      code: 'adapter-rank',
      message: `An adapter cannot have rank ${rank}.`,
      hint: 'Give a whole number of at least 1, or none for the exact edit.',
      data: { rank },
    });
  }
  const byWeight = new Map<string, WeightDelta[]>();
  for (const delta of deltas)
    byWeight.set(delta.parameter, [...(byWeight.get(delta.parameter) ?? []), delta]);
  const all: AdapterFactors[] = [];
  for (const [parameter, parts] of byWeight) {
    all.push({ parameter, orientation: parts[0]!.orientation, ...(await factors(parts, options)) });
  }
  return all;
}

type Factors = Pick<AdapterFactors, 'a' | 'b' | 'lost'>;

async function factors(parts: readonly WeightDelta[], { linalg, rank }: AdapterOptions): Promise<Factors> {
  const first = parts[0]!;
  const [dOut, dIn] =
    first.kind === 'dense' ? [first.value.rows, first.value.cols] : [first.left.rows, first.right.rows];
  const thin = parts.filter((delta) => delta.kind === 'low-rank');
  const total =
    thin.length === parts.length
      ? thin.reduce((sum, { left }) => sum + left.cols, 0)
      : Number.POSITIVE_INFINITY;
  const exact = Math.min(total, dOut, dIn);
  if (total === exact && (rank === undefined || rank >= exact)) {
    // B = [left₁ left₂ …], A = [right₁ right₂ …]ᵀ.
    const b = concatColumns(thin.map(({ left }) => left));
    return { b, a: transpose(concatColumns(thin.map(({ right }) => right))), lost: 0 };
  }
  const sum = await summed(parts, linalg, dOut, dIn);
  if (rank === undefined || rank >= exact) {
    return dOut <= dIn ? { b: identity(dOut), a: sum, lost: 0 } : { b: sum, a: identity(dIn), lost: 0 };
  }
  return truncated(sum, rank, linalg);
}

/** Σ ΔW in float64. */
async function summed(
  parts: readonly WeightDelta[],
  linalg: AdapterOptions['linalg'],
  dOut: number,
  dIn: number,
): Promise<Matrix> {
  let sum = zeros(dOut, dIn);
  for (const delta of parts) {
    sum = add(
      sum,
      delta.kind === 'dense'
        ? delta.value
        : await linalg.matmul(delta.left, delta.right, { transposeB: true }),
    );
  }
  return sum;
}

/** U_k Σ_k and V_kᵀ: the nearest matrix of rank k; what is lost is the root of the squares of the other σ. */
async function truncated(sum: Matrix, rank: number, linalg: AdapterOptions['linalg']): Promise<Factors> {
  const { u, values: s, v } = await linalg.svd(sum);
  const scaled = columns(u, 0, rank);
  for (let i = 0; i < scaled.data.length; i++) scaled.data[i]! *= s[i % rank]!;
  const squares = (from: number) => s.slice(from).reduce((total, value) => total + value * value, 0);
  const whole = squares(0);
  return {
    b: scaled,
    a: transpose(columns(v, 0, rank)),
    lost: whole === 0 ? 0 : Math.sqrt(squares(rank) / whole),
  };
}
