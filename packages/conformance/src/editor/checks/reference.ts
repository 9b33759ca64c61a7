import { identity, subtract, toFloat64, transpose, zeros } from '@alphaedit/linalg';
import type { EditPlan, EditSettings, Fact, Matrix } from '@alphaedit/spec';
import { nullSpaceThreshold } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { denseDelta } from '../../dense-delta.js';
import { relativeDistance } from '../../relative-distance.js';
import { type EditorBench, planOf } from '../editor-bench.js';
import { subjectStates } from '../subject-states.js';
import { MIDDLE_FACTS } from '../suite-facts.js';

/**
 * The editor's keys come from a float32 forward pass that pads and sums in another order than the suite's:
 * 1e-6 on the keys, times the condition of the tiny problem's brackets, up to 1e2.
 */
export const REFERENCE_TOLERANCE = 1e-4;

/** Where the editor hands one over: Δ of one layer equals its closed form in float64, in both batches. */
export async function reference(bench: EditorBench): Promise<void> {
  if (!bench.options.reference) return;
  const { settings } = await bench.request();
  const only = { settings: referenceSettings(bench, settings) };
  const facts = MIDDLE_FACTS;
  const { later } = await bench.facts();
  const { sequential } = (await bench.editor()).supports;
  const first = planOf(await bench.observe({ changes: { ...only, facts } }));
  const none = zeros((await bench.model()).info.keySize, 0);
  const keys = await compare(bench, { plan: first, facts, earlierKeys: none, batch: 'first' });
  await bench.applied(await bench.model(), [first], async () => {
    const state = sequential ? first.state : undefined;
    const plan = planOf(await bench.observe({ changes: { ...only, facts: later, state } }));
    await compare(bench, { plan, facts: later, earlierKeys: sequential ? keys : none, batch: 'second' });
  });
}

/** One layer, and terms that all weigh: with the weak ridges of the other checks, a wrong one would not show. */
const referenceSettings = ({ options }: EditorBench, settings: EditSettings): EditSettings => ({
  ...settings,
  mom2UpdateWeight: 100,
  L2: 10,
  ...options.settings,
  layers: [settings.layers.at(-1)!],
});

interface Comparison {
  readonly plan: EditPlan;
  readonly facts: readonly Fact[];
  readonly earlierKeys: Matrix<Float64Array>;
  readonly batch: string;
}

/** @returns the keys of the batch */
async function compare(bench: EditorBench, { plan, facts, earlierKeys, batch }: Comparison) {
  const model = await bench.model();
  const { settings, linalg, templates, statistics } = await bench.request();
  const layer = settings.layers.at(-1)!;
  const { keys, outputs } = await subjectStates(model, facts, templates, layer);
  const projector = await statistics!.projector(layer, nullSpaceThreshold(settings));
  const { settings: described = {} } = await bench.editor();
  const defaults = Object.fromEntries(
    Object.entries(described).map(([name, value]) => [name, value.default]),
  );
  const { name } = model.info.editable[layer]!;
  const expected = await bench.options.reference!({
    linalg,
    keys,
    earlierKeys,
    residual: subtract(toFloat64(transpose(plan.diagnostics.z)), outputs),
    secondMoment: await statistics!.secondMoment(layer),
    projector: await projector.project(identity(model.info.keySize)),
    weight: toFloat64(await model.readWeight(name)),
    settings: referenceSettings(bench, settings),
    editorSettings: { ...defaults, ...bench.options.editorSettings },
  });
  const deltas = plan.deltas.map(denseDelta);
  ensure(
    deltas.length === 1 && expected.rows === deltas[0]!.rows && expected.cols === deltas[0]!.cols,
    `One layer gave ${deltas.length} changes, the reference is [${expected.rows}, ${expected.cols}].`,
    'The reference returns Δ [hiddenSize, keySize].',
  );
  const distance = relativeDistance(deltas[0]!.data, expected.data);
  const limit = bench.options.referenceTolerance ?? REFERENCE_TOLERANCE;
  ensure(
    distance <= limit,
    `Δ of the ${batch} batch is ${distance.toExponential(2)} away from its float64 reference.`,
    `At most ${limit} is rounding: look for the term that differs.`,
  );
  return keys;
}
