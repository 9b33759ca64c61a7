import { scale, subtract, toFloat64, transpose } from '@alphaedit/linalg';
import type {
  EditorRequirement,
  EditorSetting,
  EditPlan,
  LowRankDelta,
  Matrix,
  PlanRequest,
  Warning,
  WeightDelta,
} from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { ComposableEditor, EditorLabel } from '../combinators/composable-editor.js';
import { type StagePolicy, spreadOverLayers } from '../combinators/stage-policy.js';
import { deltaNorm } from '../deltas/delta-norm.js';
import type { DeltaStep } from '../deltas/delta-step.js';
import { projectionStep } from '../deltas/projection-step.js';
import { compatOf, compatSetting, TARGETS_ALONE } from '../settings/compat-setting.js';
import type { LayerSolver } from '../solvers/layer-solver.js';
import { projectedSolver } from '../solvers/projected-solver.js';
import { SubjectStates } from '../subjects/subject-states.js';
import { optimiseValues } from '../values/optimise-values.js';
import type { ValueNorm } from '../values/value-request.js';
import { closedFormMemory } from './closed-form-memory.js';
import { layerMatrices } from './layer-matrices.js';
import { meanRelativeDistance } from './mean-relative-distance.js';
import { measureResidual } from './measure-residual.js';

/** What makes one editor of the closed-form family. */
export interface ClosedFormEditorOptions extends EditorLabel {
  readonly solver: LayerSolver;
  /** Whether later batches take earlier ones into account. */
  readonly sequential: boolean;
  /** Whether it takes several facts at a time; by default it does. */
  readonly batch?: boolean;
  /** What becomes of Δ after the solve, in order. */
  readonly steps?: readonly DeltaStep[];
  /** Which layers work towards which value; all towards one at the last by default. */
  readonly stages?: StagePolicy;
  /** What clamp and decay of the value are measured by: the block's output by default. */
  readonly valueNorm?: ValueNorm;
}

/**
 * The frame every locate-then-edit editor with a closed form shares. For each stage of its layers:
 *
 * 1. z, the value each subject should produce at the stage's last layer L (one optimisation per fact);
 * 2. for each layer l_i of m, on the model as changed so far: keys K, residual R = (Z − H_L) / (m − i),
 *    A from the solver, Δ = R · Aᵀ;
 * 3. the batch's keys join the solver's history;
 * 4. once all layers are solved, every Δ becomes what the steps make of it. Layers are solved with Δ as it was
 *    before the steps, as the published RECT does.
 *
 * A key of layer l depends on changes below l only, which are in place when it is first computed: the keys
 * of step 2 are those of the edited model (before the steps), and nothing is recomputed for step 3.
 */
export function closedFormEditor(options: ClosedFormEditorOptions): ComposableEditor {
  const { id, title, description, solver, sequential, batch = true } = options;
  const { steps = [], stages = spreadOverLayers } = options;
  const settings: Readonly<Record<string, EditorSetting>> = Object.assign(
    {},
    ...[solver, ...steps].map((part) => part.settings),
    { compat: compatSetting(TARGETS_ALONE, solver.official) },
  );
  const editor: ComposableEditor = {
    specificationVersion: 'v1',
    id,
    title,
    description,
    requires: requiredBy(solver, ...steps),
    ...(solver.requiresWith && {
      requiresWith: (own) => requiredBy({ requires: solver.requiresWith!(own) }, ...steps),
    }),
    supports: { batch, sequential },
    settings,
    editedLayers: (layers) => stages(layers).flatMap((stage) => stage.layers),
    memory(request) {
      const order = stages(request.layers.map((_, i) => i)).flatMap((stage) => stage.layers);
      const layers = order.map((i) => request.layers[i]!);
      const form = { requires: editor.requires, sequential, batch, dense: steps.length > 0 };
      return closedFormMemory(form, { ...request, layers });
    },
    doPlan: (request) => plan(options, request),
    compose: {
      nullSpace: (label) =>
        isConstrained(options) ? editor : closedFormEditor({ ...constrained(options), ...label }),
      stages: (policy, label) =>
        policy === options.stages ? editor : closedFormEditor({ ...options, ...label, stages: policy }),
    },
  };
  return editor;
}

/** What the parts need, each once. */
const requiredBy = (...parts: readonly Pick<LayerSolver, 'requires'>[]): readonly EditorRequirement[] => [
  ...new Set(parts.flatMap(({ requires }) => requires)),
];

/** P² = P: constraining again changes nothing. */
function isConstrained({ solver, steps = [] }: ClosedFormEditorOptions): boolean {
  return solver.nullSpace?.() === solver && (steps.length === 0 || steps.at(-1) === projectionStep);
}

function constrained(options: ClosedFormEditorOptions): ClosedFormEditorOptions {
  const { solver, steps = [] } = options;
  return {
    ...options,
    solver: solver.nullSpace?.() ?? projectedSolver(solver),
    steps: steps.length === 0 ? steps : [...steps, projectionStep],
  };
}

async function plan(
  { id, solver, steps = [], stages: policy = spreadOverLayers, valueNorm }: ClosedFormEditorOptions,
  request: PlanRequest,
): Promise<EditPlan> {
  const { model, facts, settings, editorSettings, templates, linalg, statistics, signal, onProgress } =
    request;
  const stages = policy(settings.layers);
  const total = stages.reduce((sum, { layers }) => sum + layers.length, 0);
  const solved: LowRankDelta[] = [];
  const matrices: Record<string, Matrix> = {};
  const warnings: Warning[] = [];
  const norms: Record<number, number> = {};
  let states: SubjectStates | undefined;
  try {
    let diagnostics: Pick<EditPlan['diagnostics'], 'residual' | 'values' | 'z'> | undefined;
    for (const { layers } of stages) {
      const last = layers.at(-1)!;
      const values = await model.withDelta(solved, () =>
        optimiseValues({
          ...request,
          settings: { ...settings, layers },
          valueNorm,
          compat: compatOf(editorSettings),
        }),
      );
      const z = toFloat64(transpose(values.z));
      states ??= SubjectStates.at(layers[0]!, model, facts, templates);
      for (const [i, layer] of layers.entries()) {
        throwIfAborted(signal, 'editing');
        await states.advance(layer, solved);
        const keys = await states.keys();
        const current = await states.outputs(last);
        const solution = await solver.solve({
          linalg,
          layer,
          ...keys,
          settings,
          editorSettings,
          statistics,
          history: layerMatrices(request.state, layer),
          takenOut: request.takenOut,
        });
        const { name, orientation } = model.info.editable[layer]!;
        solved.push({
          kind: 'low-rank',
          parameter: name,
          orientation,
          left: scale(subtract(z, current), 1 / (layers.length - i)),
          right: solution.weights,
          byFact: true,
        });
        for (const [key, value] of Object.entries(solution.history))
          matrices[`layer.${layer}.${key}`] = value;
        warnings.push(
          ...(solution.warnings ?? []).map((warning) => ({ ...warning, data: { ...warning.data, layer } })),
        );
        onProgress?.({ stage: 'layers', done: solved.length, total, unit: 'layers', detail: name });
      }
      await states.advance(last + 1, solved);
      const residual = meanRelativeDistance(z, await states.outputs(last));
      diagnostics = { residual, values: values.outcomes, z: values.z };
    }
    const deltas: WeightDelta[] = [];
    const layers = stages.flatMap((stage) => stage.layers);
    for (const [i, layer] of layers.entries()) {
      let delta: WeightDelta = solved[i]!;
      const weight = () => model.readWeight(delta.parameter);
      for (const step of steps) {
        throwIfAborted(signal, 'editing');
        delta = await step.apply({ linalg, layer, delta, weight, settings, editorSettings, statistics });
      }
      deltas.push(delta);
      norms[layer] = await deltaNorm(linalg, delta);
    }
    if (steps.length > 0) {
      const { z } = diagnostics!;
      const residual = await measureResidual({ model, facts, templates, layer: layers.at(-1)!, z, deltas });
      diagnostics = { ...diagnostics!, residual };
    }
    return {
      editor: id,
      deltas,
      state: { editor: id, matrices, values: { facts: factsSoFar(request) } },
      diagnostics: { ...diagnostics!, deltaNorm: norms },
      warnings,
    };
  } finally {
    states?.dispose();
  }
}

const factsSoFar = ({ state, facts }: PlanRequest) => Number(state?.values.facts ?? 0) + facts.length;
