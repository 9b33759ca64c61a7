import type { EditorConformanceOptions, ReferenceProblem } from '@alphaedit/conformance';
import { add, identity, scale } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';
import { editorById } from '../src/index.js';

/** XXᵀ */
const gram = ({ linalg }: ReferenceProblem, x: Matrix) => linalg.matmul(x, x, { transposeB: true });

/** KKᵀ + K_pK_pᵀ */
const keyGram = async (problem: ReferenceProblem) =>
  add(await gram(problem, problem.keys), await gram(problem, problem.earlierKeys));

/** R · Aᵀ */
const spread = ({ linalg, residual }: ReferenceProblem, weights: Matrix) =>
  linalg.matmul(residual, weights, { transposeB: true });

/** A = (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹ K */
async function ridge(problem: ReferenceProblem): Promise<Matrix> {
  const { linalg, keys, secondMoment, settings } = problem;
  const bracket = add(scale(secondMoment, settings.mom2UpdateWeight), await keyGram(problem));
  return spread(problem, await linalg.solve(bracket, keys));
}

/** A = (P(λ₁C₀ + K_pK_pᵀ + KKᵀ) + βI)⁻¹ P K */
const nullSpace = (covarianceWeight: number) => async (problem: ReferenceProblem) => {
  const { linalg, keys, secondMoment, projector, settings } = problem;
  const inside = add(scale(secondMoment, covarianceWeight), await keyGram(problem));
  const bracket = add(await linalg.matmul(projector, inside), scale(identity(projector.rows), settings.L2));
  return spread(problem, await linalg.solve(bracket, await linalg.matmul(projector, keys)));
};

/** λ₁ on the tiny model: the published 3000 leaves no room for an edit there. */
const TINY_COVARIANCE_WEIGHT = 0.1;

/** What to run an editor of the registry with, whatever it is combined with. */
export function conformanceOptionsFor(name: string): EditorConformanceOptions {
  const [id = '', ...combinators] = name.split('+');
  const { reference, editorSettings = {} } = conformanceOptions[id] ?? {};
  const known = editorById(name).settings ?? {};
  const own = Object.entries(editorSettings).filter(([setting]) => Object.hasOwn(known, setting));
  return {
    reference: combinators.length === 0 ? reference : undefined,
    editorSettings: Object.fromEntries(own),
  };
}

/** By editor, its closed form in full d×d systems, and settings the tiny model needs. */
const conformanceOptions: Readonly<Record<string, EditorConformanceOptions>> = {
  alphaedit: { reference: nullSpace(0) },
  betaedit: {
    reference: nullSpace(TINY_COVARIANCE_WEIGHT),
    editorSettings: { covarianceWeight: TINY_COVARIANCE_WEIGHT },
  },
  ft: { editorSettings: { learningRate: 0.05 } },
  memit: { reference: ridge },
  'memit-seq': { reference: ridge },
};
