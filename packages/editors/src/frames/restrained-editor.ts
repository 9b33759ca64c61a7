import { concatFactors, type Factors, largestSingularValue, scale } from '@alphaedit/linalg';
import type {
  EditorSetting,
  EditorState,
  EditPlan,
  LowRankDelta,
  Matrix,
  MemoryRequest,
  MemoryUse,
  ModelPort,
  PlanRequest,
  WeightDelta,
} from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import type { ComposableEditor, EditorLabel } from '../combinators/composable-editor.js';
import { nullSpaceConstrained } from '../combinators/null-space-constrained.js';
import { productNorm } from '../deltas/product-norm.js';
import { restrainChange } from '../deltas/restrain-change.js';
import { compatSetting, isOfficial, TARGETS_ALONE } from '../settings/compat-setting.js';
import { closedFormMemory } from './closed-form-memory.js';
import { layerMatrices } from './layer-matrices.js';
import { measureResidual } from './measure-residual.js';

/** The editor whose changes are restrained, and what to call the result. */
export interface RestrainedEditorOptions extends EditorLabel {
  /** Plans the batches; its deltas must be low-rank. */
  readonly base: ComposableEditor;
}

/**
 * An editor whose whole change D = Σ Δ is restrained, as if its run ended with each batch: after every one of
 * them W = W₀ + D', so that a run can be stopped, measured, resumed and undone anywhere, and needs no last
 * step that a killed run would miss.
 *
 * The base goes on from W₀ + D all the same: D' = D − C, with C of the rank of the singular values that were
 * restrained, and C lies over the model while the base plans. What is handed out is Δ + C_before − C_now. The
 * state holds the factors of D (rank at most the number of facts, or dOut) and of C, and σ of W₀.
 *
 * `compat: 'official'` is what the published code does: nothing until the last batch of the run, then D' on
 * top of D, W = W₀ + D + D', and only if the batch size divides the number of facts. The caller says where a
 * batch stands with `EditRequest.run`; without it a batch is a whole run.
 *
 * @see PRUNE, arXiv 2405.16821; `restrainChange`
 */
export function restrainedEditor({
  id,
  title,
  description,
  base,
}: RestrainedEditorOptions): ComposableEditor {
  const settings: Readonly<Record<string, EditorSetting>> = {
    ...base.settings,
    compat: compatSetting(
      TARGETS_ALONE,
      "D' on top of D, and only at the end of a run that the batch size divides",
    ),
  };
  const { stages } = base.compose;
  const editor: ComposableEditor = {
    specificationVersion: 'v1',
    id,
    title,
    description,
    requires: base.requires,
    supports: { batch: base.supports.batch, sequential: true },
    settings,
    editedLayers: (layers) => base.editedLayers?.(layers) ?? layers,
    memory: (request) => restrainedMemory(base, request),
    doPlan: (request) => plan({ id, base }, request),
    compose: {
      // The right singular vectors of D span what D' does: it lies in the null space if D does.
      nullSpace(label) {
        const constrained = nullSpaceConstrained(base);
        return constrained === base ? editor : restrainedEditor({ ...label, base: constrained });
      },
      ...(stages && {
        stages(policy, label) {
          const chosen = stages(policy, { id: base.id, title: base.title, description: base.description });
          return chosen === base ? editor : restrainedEditor({ ...label, base: chosen });
        },
      }),
    },
  };
  return editor;
}

/**
 * What the base takes, and for every layer the factors of D, of rank k ≤ min(N, dOut, dIn), and of C, of at most that
 * rank; for a while those of the batch before, the thin decompositions of D and a weight as well.
 */
function restrainedMemory(base: ComposableEditor, request: MemoryRequest): MemoryUse {
  const own = base.memory?.(request) ?? closedFormMemory({ ...base, sequential: false }, request);
  const rank = ({ dIn, dOut }: { dIn: number; dOut: number }) => Math.min(request.facts, dIn, dOut);
  const sizes = request.layers.map((layer) => 8 * rank(layer) * (layer.dIn + layer.dOut));
  const state = 2 * sizes.reduce((sum, size) => sum + size, 0);
  const layer = Math.max(...request.layers.map((one, i) => 2 * sizes[i]! + 4 * one.dIn * one.dOut));
  return { statistics: own.statistics, state: own.state + state, work: Math.max(own.work, state + layer) };
}

async function plan({ id, base }: RestrainedEditorOptions, request: PlanRequest): Promise<EditPlan> {
  const { model, linalg, state, run, facts, templates, settings } = request;
  const known = Object.entries(request.editorSettings).filter(([name]) => name in (base.settings ?? {}));
  const editorSettings = Object.fromEntries(known);
  const official = isOfficial(request.editorSettings);
  const atEnd =
    run === undefined || (run.from + facts.length >= run.facts && run.facts % run.batchSize === 0);
  const planned = await model.withDelta(cutsBefore(model, state), () =>
    base.doPlan({ ...request, editorSettings, state: state && baseState(state, base.id) }),
  );
  const deltas: WeightDelta[] = [];
  const matrices: Record<string, Matrix> = prefixed(planned.state.matrices);
  const values: Record<string, string | number | boolean> = prefixed(planned.state.values);
  const norms: Record<number, number> = {};
  for (const delta of planned.deltas) {
    if (delta.kind !== 'low-rank') throw notLowRank(base.id);
    const { parameter } = delta;
    const { block } = model.info.editable.find(({ name }) => name === parameter)!;
    const at = `layer.${block}`;
    const { sumLeft, sumRight, cutLeft, cutRight } = layerMatrices(state, block);
    const sum = joined([sumLeft && sumRight && { left: sumLeft, right: sumRight }, delta]);
    const sigma = Number(
      state?.values[`${at}.sigma`] ?? (await largestSingularValue(linalg, await model.readWeight(parameter))),
    );
    const restrained = await restrainChange(linalg, sum, sigma);
    const cut = restrained.cut && { ...restrained.cut, left: scale(restrained.cut.left, -1) };
    const before = cutLeft && cutRight && { left: cutLeft, right: cutRight };
    const change = official
      ? joined(atEnd ? [delta, restrained.sum, cut] : [delta])
      : joined([delta, before, cut]);
    const { orientation } = delta;
    // The cut mixes the facts of all batches, so that the columns belong to none of them.
    deltas.push({ kind: 'low-rank', parameter, orientation, ...change });
    norms[block] = await productNorm(linalg, change.left, change.right);
    matrices[`${at}.sumLeft`] = restrained.sum.left;
    matrices[`${at}.sumRight`] = restrained.sum.right;
    values[`${at}.sigma`] = sigma;
    if (official || !restrained.cut) continue;
    matrices[`${at}.cutLeft`] = restrained.cut.left;
    matrices[`${at}.cutRight`] = restrained.cut.right;
  }
  const { z } = planned.diagnostics;
  const residual = await measureResidual({
    model,
    facts,
    templates,
    layer: settings.layers.at(-1)!,
    z,
    deltas,
  });
  return {
    ...planned,
    editor: id,
    deltas,
    state: { editor: id, matrices, values },
    diagnostics: { ...planned.diagnostics, residual, deltaNorm: norms },
  };
}

const joined = (parts: readonly (Factors | undefined)[]): Factors =>
  concatFactors(parts.filter((part) => part !== undefined));

/** What the restraint took off, to be laid over the model again while the base plans. */
function cutsBefore(model: ModelPort, state: EditorState | undefined): LowRankDelta[] {
  return model.info.editable.flatMap(({ block, name, orientation }) => {
    const { cutLeft: left, cutRight: right } = layerMatrices(state, block);
    return left && right ? [{ kind: 'low-rank' as const, parameter: name, orientation, left, right }] : [];
  });
}

const PREFIX = 'base.';

const prefixed = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [PREFIX + name, value]));

function baseState({ matrices, values }: EditorState, editor: string): EditorState {
  const own = <T>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(entries)
        .filter(([name]) => name.startsWith(PREFIX))
        .map(([name, value]) => [name.slice(PREFIX.length), value]),
    );
  return { editor, matrices: own(matrices), values: own(values) };
}

function notLowRank(editor: string): EditError {
  return new EditError({
    code: 'not-composable',
    message: `The change of "${editor}" is dense; only low-rank changes can be restrained.`,
    hint: 'Restrain an editor with a closed form, such as memit().',
    data: { editor },
  });
}
