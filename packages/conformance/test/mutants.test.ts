import { type EditorCheckId, type EditorConformanceOptions, editorChecks } from '@alphaedit/conformance';
import { memit, memitSequential } from '@alphaedit/editors';
import { startEngine } from '@alphaedit/engine/node';
import { columns, concatColumns, scale } from '@alphaedit/linalg';
import type { Editor, EditPlan, Matrix, PlanRequest, WeightDelta } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { ridgeReference } from './ridge-reference.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

/** The ids of the checks that do not hold. */
async function failures(
  makeEditor: () => Editor,
  options: EditorConformanceOptions,
): Promise<EditorCheckId[]> {
  const suite = editorChecks(makeEditor, options);
  const failed: EditorCheckId[] = [];
  for (const { id, run } of suite.checks) await run().catch(() => failed.push(id));
  suite.dispose();
  return failed;
}

type DoPlan = (request: PlanRequest, plan: (request: PlanRequest) => Promise<EditPlan>) => Promise<EditPlan>;

/** Sequential MEMIT with another `doPlan`, or another description. */
function mutant(doPlan: DoPlan, changes: Partial<Editor> = {}): () => Editor {
  return () => {
    const base = memitSequential();
    return { ...base, ...changes, doPlan: (request) => doPlan(request, (given) => base.doPlan(given)) };
  };
}

const withDeltas = (plan: EditPlan, change: (delta: WeightDelta & { kind: 'low-rank' }) => WeightDelta) => ({
  ...plan,
  deltas: plan.deltas.map((delta) => (delta.kind === 'low-rank' ? change(delta) : delta)),
});

const firstWeight = ({ model, settings }: PlanRequest) => model.info.editable[settings.layers[0]!]!.name;

let calls = 0;

const MUTANTS: Record<string, { readonly make: () => Editor; readonly caught: readonly EditorCheckId[] }> = {
  'applies its own change': {
    make: mutant(async (request, plan) => {
      const result = await plan(request);
      const weight = await request.model.readWeight(firstWeight(request));
      await request.model.writeWeight(firstWeight(request), {
        ...weight,
        data: weight.data.map((w) => w + 1),
      });
      return result;
    }),
    caught: ['weights'],
  },
  'writes a weight for a while': {
    make: mutant(async (request, plan) => {
      const weight = await request.model.readWeight(firstWeight(request));
      await request.model.writeWeight(firstWeight(request), {
        ...weight,
        data: weight.data.map((w) => w + 1),
      });
      await request.model.writeWeight(firstWeight(request), weight);
      return plan(request);
    }),
    caught: ['weights', 'weights-interrupted'],
  },
  'leaves a weight changed when it fails': {
    make: mutant(async (request, plan) => {
      try {
        return await plan(request);
      } catch (error) {
        const weight = await request.model.readWeight(firstWeight(request));
        await request.model.writeWeight(firstWeight(request), { ...weight, data: weight.data.map(() => 0) });
        throw error;
      }
    }),
    caught: ['weights-interrupted'],
  },
  'leaks a tensor': {
    make: mutant(async (request, plan) => {
      const result = await plan(request);
      tf.keep(tf.scalar(1));
      return result;
    }),
    caught: ['tensors'],
  },
  'leaks a tensor when it fails': {
    make: mutant(async (request, plan) => {
      const scratch = tf.keep(tf.scalar(1));
      const result = await plan(request);
      scratch.dispose();
      return result;
    }),
    caught: ['tensors-interrupted', 'statistics'],
  },
  'transposes the change of a square weight': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) =>
        delta.left.rows === delta.right.rows ? { ...delta, left: delta.right, right: delta.left } : delta,
      ),
    ),
    caught: ['orientation'],
  },
  'says that its columns are facts where they are not': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) => ({
        ...delta,
        byFact: true,
        left: concatColumns([scale(delta.left, 0.5), scale(delta.left, 0.5)]),
        right: concatColumns([delta.right, delta.right]),
      })),
    ),
    caught: ['plan', 'fact'],
  },
  'mixes up whose columns are whose': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) => ({
        ...delta,
        byFact: true,
        left: concatColumns([columns(delta.left, 1, delta.left.cols), columns(delta.left, 0, 1)]),
        right: concatColumns([columns(delta.right, 1, delta.right.cols), columns(delta.right, 0, 1)]),
      })),
    ),
    caught: ['fact'],
  },
  'holds on to facts that were taken out': {
    make: mutant((request, plan) => plan({ ...request, takenOut: undefined })),
    caught: ['revision'],
  },
  'transposes it where the storage is transposed': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) =>
        delta.left.rows === delta.right.rows && delta.orientation === 'out-in'
          ? { ...delta, left: delta.right, right: delta.left }
          : delta,
      ),
    ),
    caught: ['orientation'],
  },
  'ignores the signal': {
    make: mutant((request, plan) => plan({ ...request, signal: undefined })),
    caught: ['abort'],
  },
  'looks at the signal only when it is done': {
    make: mutant(async (request, plan) => {
      const result = await plan({ ...request, signal: undefined });
      if (request.signal?.aborted) throw new Error('too late');
      return result;
    }),
    caught: ['abort'],
  },
  'swallows errors': {
    make: mutant((request, plan) => plan(request).catch(() => ({ deltas: [] }) as unknown as EditPlan)),
    caught: ['abort', 'failure', 'statistics'],
  },
  'rolls dice': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) => ({
        ...delta,
        left: scale(delta.left, 1 + 1e-9 * Math.random()),
      })),
    ),
    caught: ['determinism', 'batches'],
  },
  'remembers its calls outside the state': {
    make: mutant(async (request, plan) => {
      calls++;
      return withDeltas(await plan(request), (delta) => ({
        ...delta,
        left: scale(delta.left, 1 + calls * 1e-9),
      }));
    }),
    caught: ['determinism', 'batches'],
  },
  'keeps its history in the editor instead of the state': {
    make: () => {
      const base = memitSequential();
      let history: PlanRequest['state'];
      return {
        ...base,
        async doPlan(request) {
          const plan = await base.doPlan({ ...request, state: request.state && history });
          history = plan.state;
          return { ...plan, state: { ...plan.state, matrices: {} } };
        },
      };
    },
    caught: ['batches', 'revision'],
  },
  'adds to the state it is given': {
    make: mutant((request, plan) => {
      for (const { data } of Object.values(request.state?.matrices ?? {})) data[0]! += 1e-6;
      return plan(request);
    }),
    caught: ['batches'],
  },
  'gives up the batch before': {
    make: mutant(async (request, plan) => {
      const result = await plan(request);
      if (!request.state) return { ...result, state: { ...result.state, ...remember(result) } };
      const undo = result.deltas.map(
        (delta, i): WeightDelta => ({
          ...(delta as WeightDelta & { kind: 'low-rank' }),
          left: scale(request.state!.matrices[`left.${i}`]!, -2),
          right: request.state!.matrices[`right.${i}`]!,
        }),
      );
      return { ...result, deltas: [...result.deltas, ...undo] };
    }),
    caught: ['batches', 'reference'],
  },
  'reads a setting it does not declare': {
    make: mutant((request, plan) => {
      const strength = Number(request.editorSettings?.strength ?? 1);
      return plan({ ...request, settings: { ...request.settings, L2: request.settings.L2 * strength } });
    }),
    caught: ['settings'],
  },
  'describes a setting without bounds for its value': {
    make: mutant((request, plan) => plan({ ...request, editorSettings: {} }), {
      settings: { L2: { type: 'number', default: 1, meaning: 'taken already' } },
    }),
    caught: ['settings'],
  },
  'uses a statistic it does not require': {
    make: mutant(async (request, plan) => {
      await request.statistics?.projector(1, { kind: 'keep-trace', value: 0.5 });
      return plan(request);
    }),
    caught: ['statistics'],
  },
  'goes on without the statistic it requires': {
    make: mutant((request, plan) => {
      const { statistics } = request;
      const d = request.model.info.keySize;
      const unit = (i: number) => (i % (d + 1) === 0 ? 1 : 0);
      const identity: Matrix<Float64Array> = {
        rows: d,
        cols: d,
        data: Float64Array.from({ length: d * d }, (_, i) => unit(i)),
      };
      const secondMoment = (layer: number) => statistics!.secondMoment(layer).catch(() => identity);
      return plan({ ...request, statistics: statistics && { ...statistics, secondMoment } });
    }),
    caught: ['statistics'],
  },
  'fails without words when a statistic is missing': {
    make: mutant((request, plan) => {
      const { statistics } = request;
      const secondMoment = (layer: number) =>
        statistics!
          .secondMoment(layer)
          .catch(() => Promise.reject(new TypeError('undefined is not a matrix')));
      return plan({ ...request, statistics: statistics && { ...statistics, secondMoment } });
    }),
    caught: ['statistics'],
  },
  'has the wrong sign': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) => ({ ...delta, left: scale(delta.left, -1) })),
    ),
    caught: ['fact', 'batches', 'orientation', 'reference'],
  },
  'takes a hundredth less of λ than it is told': {
    make: mutant((request, plan) => {
      const { mom2UpdateWeight } = request.settings;
      return plan({
        ...request,
        settings: { ...request.settings, mom2UpdateWeight: 0.99 * mom2UpdateWeight },
      });
    }),
    caught: ['reference'],
  },
  'makes NaN': {
    make: mutant(async (request, plan) =>
      withDeltas(await plan(request), (delta) => ({ ...delta, left: scale(delta.left, Number.NaN) })),
    ),
    caught: ['plan', 'undo', 'fact', 'batches', 'revision', 'orientation', 'reference'],
  },
  'changes a layer nobody asked for': {
    make: mutant(async (request, plan) => {
      const result = await plan(request);
      const parameter = request.model.info.editable[3]!.name;
      return { ...result, deltas: [...result.deltas, { ...result.deltas[0]!, parameter }] };
    }),
    caught: ['plan', 'reference'],
  },
  'hands on what is no plain data': {
    make: mutant(async (request, plan) => {
      const result = await plan(request);
      return { ...result, state: { ...result.state, model: request.model } as EditPlan['state'] };
    }),
    caught: ['state'],
  },
  'reports nothing': {
    make: mutant((request, plan) => plan({ ...request, onProgress: undefined })),
    caught: ['abort', 'failure', 'progress'],
  },
  'goes backwards': {
    make: mutant((request, plan) =>
      plan({
        ...request,
        onProgress: (report) =>
          request.onProgress?.({ ...report, done: Math.min(report.total, report.total - report.done) }),
      }),
    ),
    caught: ['progress'],
  },
  'changes its name': {
    make: mutant((request, plan) => plan(request), { id: 'another' }),
    caught: ['plan', 'batches', 'revision', 'state', 'reference'],
  },
};

const remember = ({ deltas, state }: EditPlan) => ({
  matrices: {
    ...state.matrices,
    ...Object.fromEntries(
      deltas.flatMap((delta, i) =>
        delta.kind === 'low-rank'
          ? [
              [`left.${i}`, delta.left],
              [`right.${i}`, delta.right],
            ]
          : [],
      ),
    ),
  },
});

it('passes an editor that is right', async () => {
  expect(await failures(memitSequential, { reference: ridgeReference })).toEqual([]);
  expect(await failures(memit, { reference: ridgeReference })).toEqual([]);
});

it.each(Object.entries(MUTANTS))('catches one that %s', async (_, { make, caught }) => {
  expect(await failures(make, { reference: ridgeReference })).toEqual(caught);
});
