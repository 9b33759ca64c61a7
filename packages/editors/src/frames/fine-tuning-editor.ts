import { estimateWorkspace, frobeniusNorm } from '@alphaedit/linalg';
import type {
  DenseDelta,
  EditorSetting,
  EditPlan,
  MemoryRequest,
  MemoryUse,
  NullSpaceProjector,
  PlanRequest,
  WeightDelta,
} from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { ComposableEditor, EditorLabel } from '../combinators/composable-editor.js';
import { projectDelta } from '../deltas/project-delta.js';
import { compatOf, isOfficial } from '../settings/compat-setting.js';
import { projectorOf } from '../statistics/projector-of.js';
import { fineTune } from '../tuning/fine-tune.js';

/** What makes one editor that tunes by gradient. */
export interface FineTuningEditorOptions extends EditorLabel {
  /** `steps`, `learningRate`, `normConstraint` and `compat`. */
  readonly settings: Readonly<Record<string, EditorSetting>>;
  /** Keep Δ in the null space of the preserved keys. */
  readonly nullSpace?: boolean;
}

/** The frame of editors that tune one weight by gradient: no value, no key, a dense Δ in float32. */
export function fineTuningEditor(options: FineTuningEditorOptions): ComposableEditor {
  const { id, title, description, settings, nullSpace = false } = options;
  const editor: ComposableEditor = {
    specificationVersion: 'v1',
    id,
    title,
    description,
    requires: nullSpace ? ['projector'] : [],
    supports: { batch: true, sequential: false },
    settings,
    editedLayers: (layers) => layers.slice(-1),
    memory: (request) => tuningMemory(nullSpace, request),
    doPlan: (request) => plan(options, request),
    compose: {
      nullSpace: (label) =>
        nullSpace ? editor : fineTuningEditor({ ...options, ...label, nullSpace: true }),
    },
  };
  return editor;
}

/** Δ, its gradient, the two moments of Adam, and five that its step makes on the way. */
const STEP_ARRAYS = 9;

/**
 * No state: a batch begins from Δ = 0. Its step holds arrays of the size of the last layer's weight in float32; in the
 * null space the thinner basis of P [d, r] is there in float64, and in float32 on the device.
 */
function tuningMemory(nullSpace: boolean, { layers, provider }: MemoryRequest): MemoryUse {
  const { dIn: d, dOut, nullDimension = d / 2 } = layers.at(-1)!;
  const step = STEP_ARRAYS * 4 * d * dOut;
  if (!nullSpace) return { statistics: 0, state: 0, work: step };
  const basis = d * Math.min(nullDimension, d - nullDimension);
  const decomposition = 8 * d * d + estimateWorkspace(d, 'eigh', { provider }).bytes;
  return { statistics: 8 * basis, state: 0, work: Math.max(step + 4 * basis, decomposition) };
}

async function plan({ id, nullSpace }: FineTuningEditorOptions, request: PlanRequest): Promise<EditPlan> {
  const { model, facts, settings, editorSettings: own, statistics, signal, onProgress } = request;
  const layer = settings.layers.at(-1)!;
  const projector: NullSpaceProjector | undefined = nullSpace
    ? await projectorOf(statistics, layer, settings)
    : undefined;
  const tuned = await fineTune({
    model,
    facts,
    layer,
    steps: Number(own.steps),
    learningRate: Number(own.learningRate),
    bound: Number(own.normConstraint),
    positions: isOfficial(own) ? 'prompt-end' : 'own',
    compat: compatOf(own),
    projector,
    signal,
    onProgress,
  });
  const { name: parameter, orientation } = model.info.editable[layer]!;
  const dense: DenseDelta = { kind: 'dense', parameter, orientation, value: tuned.delta };
  // Once more in float64: the device projects in float32.
  const delta: WeightDelta = projector ? await projectDelta(dense, projector) : dense;
  onProgress?.({ stage: 'layers', done: 1, total: 1, unit: 'layers', detail: parameter });
  throwIfAborted(signal, 'editing');
  return {
    editor: id,
    deltas: [delta],
    state: { editor: id, matrices: {}, values: {} },
    diagnostics: {
      residual: 0,
      deltaNorm: { [layer]: frobeniusNorm(delta.kind === 'dense' ? delta.value : tuned.delta) },
      values: tuned.outcomes,
      z: tuned.outputs,
    },
    warnings: (projector?.warnings ?? []).map((one) => ({ ...one, data: { ...one.data, layer } })),
  };
}
