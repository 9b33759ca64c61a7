import { startEngine } from '@alphaedit/engine/node';
import type { LowRankDelta, ModelPort } from '@alphaedit/spec';
import { expectNoTensorLeak } from '@alphaedit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { tinyModel } from './tiny-model.js';

let model: ModelPort;
beforeEach(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
  return () => model.dispose();
});

const deltaOf = (size: number, block = 0): LowRankDelta => {
  const { name, orientation, dIn, dOut } = model.info.editable[block]!;
  const matrix = (rows: number) => ({ rows, cols: 1, data: new Float64Array(rows).fill(size) });
  return { kind: 'low-rank', parameter: name, orientation, left: matrix(dOut), right: matrix(dIn) };
};

describe('stateHash', () => {
  it('is the same for the same state, and leaves no tensor', async () => {
    const hash = await expectNoTensorLeak(() => model.stateHash!());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await model.stateHash!()).toBe(hash);
    const other = await tinyModel();
    expect(await other.stateHash!()).toBe(hash);
    other.dispose();
  });

  it('changes with a delta, its size and its place, and goes back with it', async () => {
    const before = await model.stateHash!();
    const hashes = [before];
    for (const delta of [deltaOf(0.1), deltaOf(0.2), deltaOf(0.1, 1)]) {
      hashes.push(await model.withDelta([delta], () => model.stateHash!()));
    }
    expect(new Set(hashes).size).toBe(4);
    expect(await model.stateHash!()).toBe(before);
  });

  it('follows what is written', async () => {
    const before = await model.stateHash!();
    const { name } = model.info.editable[0]!;
    const weight = await model.readWeight(name);
    const changed = { ...weight, data: weight.data.slice() };
    changed.data[7]! += 1e-3;
    await model.writeWeight(name, changed);
    const after = await model.stateHash!();
    expect(after).not.toBe(before);
    await model.writeWeight(name, { ...changed, data: changed.data.map((value) => value * 2) });
    expect(await model.stateHash!()).not.toBe(after);
    await model.writeWeight(name, changed);
    expect(await model.stateHash!()).toBe(after);
    // What was put back is what was never changed: editors that begin there share their values.
    await model.writeWeight(name, weight);
    expect(await model.stateHash!()).toBe(before);
  });
});
