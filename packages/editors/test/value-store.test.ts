import { startEngine } from '@alphaedit/engine/node';
import type { EditRequest, ModelPort, OptimisedValues, ValueStore } from '@alphaedit/spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyDelta, editorById, planEdit } from '../src/index.js';
import { valuesKey } from '../src/values/values-key.js';
import { facts, settings, tinyModel, tinyRequest } from './tiny.js';

let model: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
});
afterAll(() => model.dispose());

class MemoryStore implements ValueStore {
  readonly kept = new Map<string, OptimisedValues>();
  hits = 0;
  async get(key: string) {
    const found = this.kept.get(key);
    if (found) this.hits++;
    return found;
  }
  async set(key: string, values: OptimisedValues) {
    this.kept.set(key, values);
  }
}

describe('a value store', () => {
  it.each(['memit', 'alphaedit', 'rome', 'prune', 'blue'])('changes no bit of a plan of %s', async (id) => {
    const editor = editorById(id);
    const valueStore = new MemoryStore();
    const plain = await planEdit(editor, await tinyRequest(model));
    const first = await planEdit(editor, await tinyRequest(model, { valueStore }));
    const second = await planEdit(editor, await tinyRequest(model, { valueStore }));
    expect(valueStore.hits).toBeGreaterThan(0);
    expect(first.deltas).toEqual(plain.deltas);
    expect(second.deltas).toEqual(plain.deltas);
    expect(second.diagnostics).toEqual(plain.diagnostics);
  });

  it('is shared by editors at the same state, and by no edited model', async () => {
    const own = await tinyModel();
    try {
      const valueStore = new MemoryStore();
      const plan = await planEdit(editorById('memit'), await tinyRequest(own, { valueStore }));
      await planEdit(editorById('alphaedit'), await tinyRequest(own, { valueStore }));
      expect(valueStore.hits).toBe(1);
      await applyDelta(own, plan.deltas);
      await planEdit(editorById('memit'), await tinyRequest(own, { valueStore }));
      expect(valueStore.hits).toBe(1);
    } finally {
      own.dispose();
    }
  });
});

describe('valuesKey', () => {
  it('depends on every input', async () => {
    const request = await tinyRequest(model);
    const plan = await planEdit(editorById('memit'), request);
    const keys = [
      await valuesKey(request),
      await model.withDelta(plan.deltas, () => valuesKey(request)),
      await valuesKey({ ...request, valueNorm: 'mlp' }),
      await valuesKey({ ...request, facts: [...facts].reverse() }),
      await valuesKey({ ...request, facts: facts.map((fact) => ({ ...fact, target: `${fact.target}s` })) }),
      await valuesKey({ ...request, templates: ['{}'] }),
    ];
    const others: Partial<EditRequest['settings']>[] = [
      { layers: [0] },
      { zSteps: settings.zSteps + 1 },
      { zLearningRate: 0.123 },
      { zLossLayer: 0 },
      { zWeightDecay: 0.123 },
      { clampNormFactor: 0.123 },
      { klFactor: 0.123 },
    ];
    for (const other of others)
      keys.push(await valuesKey({ ...request, settings: { ...settings, ...other } }));
    expect(new Set(keys).size).toBe(keys.length);
    expect(await valuesKey({ ...request, facts: facts.map((fact) => ({ ...fact, id: 'x' })) })).toBe(keys[0]);
    expect(await valuesKey({ ...request, settings: { ...settings, L2: 99 } })).toBe(keys[0]);
  });

  it('is nothing for a model that does not tell its state', async () => {
    const request = await tinyRequest(model);
    const silent = new Proxy(model, {
      get: (target, name) => (name === 'stateHash' ? undefined : Reflect.get(target, name, target)),
    });
    expect(await valuesKey({ ...request, model: silent })).toBeUndefined();
  });
});
