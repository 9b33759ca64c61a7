import { add, createPortableLinearAlgebra, lowRankApply, toFloat32 } from '@alphaedit/linalg';
import type { Matrix, ModelPort, WeightDelta } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';

/** Portable whatever the machine has: an edit applied anywhere gives the same bits. */
const linalg = createPortableLinearAlgebra();

/** What `applyDelta` did, with what it takes to undo it bit for bit. */
export interface AppliedDelta {
  readonly parameters: readonly string[];
  /** The weights as they were, by parameter. */
  readonly before: ReadonlyMap<string, Matrix<Float32Array>>;
}

/**
 * W ← W + Δ for every delta, in order; several on one weight add up. All new weights are computed before the
 * first is written.
 *
 * @returns what `undoDelta` needs: one copy of each changed weight
 * @throws {EditError} `delta-shape`, `not-editable`, `non-finite-delta`; the model is then unchanged
 */
export async function applyDelta(
  model: Pick<ModelPort, 'readWeight' | 'writeWeight'>,
  deltas: readonly WeightDelta[],
): Promise<AppliedDelta> {
  const before = new Map<string, Matrix<Float32Array>>();
  const after = new Map<string, Matrix<Float32Array>>();
  for (const delta of deltas) {
    const { parameter } = delta;
    if (!before.has(parameter)) before.set(parameter, await model.readWeight(parameter));
    const current = after.get(parameter) ?? before.get(parameter)!;
    after.set(parameter, await addDelta(current, delta));
  }
  for (const [parameter, weight] of after) await model.writeWeight(parameter, weight);
  return { parameters: [...after.keys()], before };
}

/** Puts back the weights `applyDelta` replaced, bit for bit. */
export async function undoDelta(model: ModelPort, applied: AppliedDelta): Promise<void> {
  for (const [parameter, weight] of applied.before) await model.writeWeight(parameter, weight);
}

/** W + Δ, each entry computed in float64 and rounded once. */
async function addDelta(weight: Matrix<Float32Array>, delta: WeightDelta): Promise<Matrix<Float32Array>> {
  const { rows, cols } = weight;
  const fits =
    delta.kind === 'dense'
      ? delta.value.rows === rows && delta.value.cols === cols
      : delta.left.rows === rows && delta.right.rows === cols && delta.left.cols === delta.right.cols;
  if (!fits) {
    throw new EditError({
      code: 'delta-shape',
      message: `The change of "${delta.parameter}" does not fit its weight [${rows}, ${cols}].`,
      hint: 'Apply an edit only to the model it was planned on.',
      data: { parameter: delta.parameter },
    });
  }
  const { data } =
    delta.kind === 'low-rank'
      ? await lowRankApply(linalg, { weight, left: delta.left, right: delta.right })
      : toFloat32(add(weight, delta.value));
  let sum = 0;
  for (const value of data) sum += value * 0;
  if (sum !== 0) {
    throw new EditError({
      code: 'non-finite-delta',
      message: `The change of "${delta.parameter}" would leave weights that are not numbers.`,
      hint: 'Lower zLearningRate or clampNormFactor, or raise L2.',
      kind: 'work',
      data: { parameter: delta.parameter },
    });
  }
  return { rows, cols, data };
}
