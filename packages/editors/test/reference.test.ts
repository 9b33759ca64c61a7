import { startEngine } from '@alphaedit/engine/node';
import type { EditorSettings, EditorState, Fact, ModelPort } from '@alphaedit/spec';
import { relativeDistance } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyDelta, editorById, planEdit } from '../src/index.js';
import { checkedFact } from '../src/subjects/checked-fact.js';
import {
  type Dense,
  eye,
  outer,
  plus,
  rowsOf,
  scaled,
  singular,
  solved,
  times,
  transposed,
} from './dense.js';
import { type DenseEditor, denseEdits, projector } from './dense-editor.js';
import { facts, secondMoment, templates, tinyModel, tinyRequest, settings as tinySettings } from './tiny.js';

/**
 * Float32 forward passes, written weights against deltas laid over them, through up to three layers and two
 * batches; the formulas themselves agree to 1e-9.
 */
const REFERENCE_TOLERANCE = 2e-3;
/** A later batch optimises its values on a model that differs by the above. */
const LATER_TOLERANCE = 2e-2;

// Few steps: how values are found is tested elsewhere.
const settings = { ...tinySettings, layers: [0, 1, 2], mom2UpdateWeight: 2, zSteps: 5 };
const LAMBDA_1 = 3;
const EPSILON = 0.1;
const SHARE = 0.4;
const { L2: beta, mom2UpdateWeight: lambda } = settings;
const once = (make: (layer: number) => Dense) => {
  const made = new Map<number, Dense>();
  return (layer: number): Dense => {
    const known = made.get(layer) ?? make(layer);
    made.set(layer, known);
    return known;
  };
};
const momentOf = once((layer) => rowsOf(secondMoment(64, layer)));
const projectorOf = once((layer) => projector(momentOf(layer), settings.nullSpaceKeepTrace!));

const inNull = (bracket: Dense, P: Dense, K: Dense) =>
  solved(plus(times(P, bracket), eye(P.length, beta)), times(P, K));
const memit: DenseEditor = { a: ({ K, C }) => solved(plus(scaled(C, lambda), outer(K)), K) };
const memitNull: DenseEditor = { a: ({ K, P }) => inNull(outer(K), P, K) };
const memitSeq: DenseEditor = {
  a: ({ K, C, before }) => solved(plus(scaled(C, lambda), outer(K), outer(before)), K),
};
const alphaedit: DenseEditor = { a: ({ K, P, before }) => inNull(plus(outer(K), outer(before)), P, K) };
const firstAndLast = (layers: readonly number[]) => [[layers[0]!], [layers.at(-1)!]];
const last = (layers: readonly number[]) => [[layers.at(-1)!]];

/** The share of the entries with the largest |Δ / (W + 1e-8)|. */
const largest = (delta: Dense, W: Dense): Dense => {
  const ratio = (i: number, j: number) => Math.abs(delta[i]![j]! / (W[i]![j]! + 1e-8));
  const ordered = delta.flatMap((row, i) => row.map((_, j) => ratio(i, j))).sort((x, y) => y - x);
  const least = ordered[Math.floor(SHARE * ordered.length) - 1]!;
  return delta.map((row, i) => row.map((x, j) => (ratio(i, j) >= least ? x : 0)));
};
const rankOne =
  (form: 'corrected' | 'official' | 'nullspace'): DenseEditor['a'] =>
  ({ plain, mean, C, P }) => {
    const direction = form === 'nullspace' ? times(P, mean) : solved(C, mean);
    const key = form === 'official' ? plain : mean;
    const length = times(transposed(key), direction)[0]![0]! + (form === 'nullspace' ? beta : 0);
    return scaled(direction, 1 / length);
  };
const rome = { stages: last, oneByOne: true, valueNorm: 'mlp' as const };

const dense: Readonly<Record<string, DenseEditor & { readonly own?: EditorSettings; readonly of?: string }>> =
  {
    memit,
    'memit+nullspace': memitNull,
    'memit-seq': memitSeq,
    alphaedit,
    'memit-seq+nullspace': alphaedit,
    betaedit: {
      own: { covarianceWeight: LAMBDA_1 },
      a: ({ K, P, C, before }) => inNull(plus(scaled(C, LAMBDA_1), outer(K), outer(before)), P, K),
    },
    rect: { ...memit, post: largest },
    'rect+nullspace': { ...memitNull, post: (delta, W, P) => times(largest(delta, W), P) },
    emmet: {
      a({ K, C }) {
        const whitened = solved(C, K);
        const inner = plus(times(transposed(K), whitened), eye(K[0]!.length, EPSILON));
        return transposed(solved(inner, transposed(whitened)));
      },
    },
    'emmet+nullspace': {
      a({ K, P }) {
        const projected = times(P, K);
        const inner = plus(times(transposed(K), projected), eye(K[0]!.length, EPSILON));
        return transposed(solved(inner, transposed(projected)));
      },
    },
    rome: { ...rome, a: rankOne('corrected') },
    'rome, official': { ...rome, a: rankOne('official'), of: 'rome', own: { compat: 'official' } },
    'rome+nullspace': { ...rome, a: rankOne('nullspace') },
    blue: { ...memitSeq, stages: firstAndLast },
    'memit+blue': { ...memit, stages: firstAndLast },
    'alphaedit+blue': { ...alphaedit, stages: firstAndLast },
  };

beforeAll(() => startEngine({ engine: 'wasm' }));

const ready = facts.map(checkedFact);
const batches = [ready.slice(0, 2), ready.slice(2)];

/** The tiny model with its edited weights multiplied by `factor`. */
async function modelOf(factor: number): Promise<ModelPort> {
  const model = await tinyModel();
  for (const layer of factor === 1 ? [] : settings.layers) {
    const { name } = model.info.editable[layer]!;
    const weight = await model.readWeight(name);
    await model.writeWeight(name, { ...weight, data: weight.data.map((x) => factor * x) });
  }
  return model;
}

/** W by layer after each batch, planned and applied. */
async function editedWeights(
  id: string,
  own: EditorSettings | undefined,
  parts: readonly (readonly Fact[])[],
  factor = 1,
): Promise<{ weights: Map<number, Dense>[]; state: EditorState | undefined }> {
  const model = await modelOf(factor);
  const editor = editorById(id);
  const total = parts.flat().length;
  const weights: Map<number, Dense>[] = [];
  let state: EditorState | undefined;
  let from = 0;
  for (const part of parts) {
    const run = { facts: total, batchSize: parts[0]!.length, from };
    const changes = { settings, facts: part, state, editorSettings: own, run };
    const plan = await planEdit(editor, await tinyRequest(model, changes));
    await applyDelta(model, plan.deltas);
    state = editor.supports.sequential ? plan.state : undefined;
    from += part.length;
    weights.push(await weightsOf(model));
  }
  model.dispose();
  return { weights, state };
}

async function weightsOf(model: ModelPort): Promise<Map<number, Dense>> {
  const all = new Map<number, Dense>();
  for (const layer of settings.layers) {
    all.set(layer, rowsOf(await model.readWeight(model.info.editable[layer]!.name)));
  }
  return all;
}

async function original(factor = 1): Promise<Map<number, Dense>> {
  const model = await modelOf(factor);
  const weights = await weightsOf(model);
  model.dispose();
  return weights;
}

const changeOf = (W: Dense, W0: Dense) => plus(W, scaled(W0, -1)).flat();

function expectSame(found: Map<number, Dense>[], wanted: Map<number, Dense>[], W0: Map<number, Dense>) {
  for (const [b, weights] of wanted.entries()) {
    for (const [layer, W] of weights) {
      const expected = changeOf(W, W0.get(layer)!);
      const change = changeOf(found[b]!.get(layer)!, W0.get(layer)!);
      if (expected.every((x) => x === 0)) expect(change.every((x) => x === 0)).toBe(true);
      else {
        expect(relativeDistance(change, expected), `layer ${layer} after batch ${b}`).toBeLessThan(
          b === 0 ? REFERENCE_TOLERANCE : LATER_TOLERANCE,
        );
      }
    }
  }
}

async function reference(editor: DenseEditor, parts: readonly (readonly Fact[])[], factor = 1) {
  const model = await modelOf(factor);
  const weights = await denseEdits(
    editor,
    { model, settings, templates, secondMoment: momentOf, projector: projectorOf },
    parts,
  );
  model.dispose();
  return weights;
}

describe.each(Object.entries(dense))('%s', (id, editor) => {
  it('equals its formula with whole matrices in float64, batch by batch', async () => {
    const { weights } = await editedWeights(editor.of ?? id, editor.own, batches);
    expectSame(weights, await reference(editor, batches), await original());
  });
});

/** D' of D: singular values above σ of W₀ restrained. */
function restrained(W: Dense, W0: Dense): { D: Dense; restrained: Dense; cut: number } {
  const D = plus(W, scaled(W0, -1));
  const sigma = singular(W0)[0]!.s;
  const parts = singular(D).map(({ s, u, v }) => ({
    s: s > sigma ? Math.log(s) - Math.log(sigma) + sigma : s,
    u,
    v,
    cut: s > sigma,
  }));
  const sum = parts.map(({ s, u, v }) => times(transposed([u]), scaled([v], s)));
  return { D, restrained: plus(...sum), cut: parts.filter(({ cut }) => cut).length };
}

describe('PRUNE', () => {
  /** Makes W₀ small beside the changes, so that there is something to restrain. */
  const SMALL = 0.02;

  /** W₀ + what `make` says, from the reference run of the base. */
  async function wanted(
    base: DenseEditor,
    parts: readonly (readonly Fact[])[],
    make: (parts: { D: Dense; restrained: Dense }, batch: number) => Dense,
  ) {
    const W0 = await original(SMALL);
    let cuts = 0;
    const weights = (await reference(base, parts, SMALL)).map(
      (all, batch) =>
        new Map(
          [...all].map(([layer, W]) => {
            const change = restrained(W, W0.get(layer)!);
            cuts += change.cut;
            return [layer, plus(W0.get(layer)!, make(change, batch))];
          }),
        ),
    );
    expect(cuts, 'singular values that the restraint changes').toBeGreaterThan(0);
    return weights;
  }

  it.each([
    ['prune', memit],
    ['prune+nullspace', memitNull],
  ])("%s: W = W₀ + D' after every batch", async (id, base) => {
    const { weights } = await editedWeights(id, undefined, batches, SMALL);
    expectSame(weights, await wanted(base, batches, ({ restrained }) => restrained), await original(SMALL));
  });

  it("adds D' to D at the end of a run that the batch size divides, as the published code", async () => {
    const parts = [ready.slice(0, 1), ready.slice(1, 2)];
    const { weights } = await editedWeights('prune', { compat: 'official' }, parts, SMALL);
    const expected = await wanted(memit, parts, ({ D, restrained }, batch) =>
      batch === 1 ? plus(D, restrained) : D,
    );
    expectSame(weights, expected, await original(SMALL));
  });

  it('does nothing at the end of another run, as the published code', async () => {
    const { weights } = await editedWeights('prune', { compat: 'official' }, batches, SMALL);
    expectSame(weights, await wanted(memit, batches, ({ D }) => D), await original(SMALL));
  });
});

it('keeps the change of what is constrained in the null space', async () => {
  const W0 = await original();
  for (const id of [
    'alphaedit',
    'betaedit',
    'rect+nullspace',
    'prune+nullspace',
    'rome+nullspace',
    'ft+nullspace',
  ]) {
    const { weights } = await editedWeights(id, undefined, batches);
    for (const [layer, W] of weights.at(-1)!) {
      const change = plus(W, scaled(W0.get(layer)!, -1));
      if (change.flat().every((x) => x === 0)) continue;
      const P = projectorOf(layer);
      // What is left is the rounding of the written weights to float32.
      expect(relativeDistance(times(change, P).flat(), change.flat()), `${id}, layer ${layer}`).toBeLessThan(
        1e-5,
      );
    }
  }
});
