import { editorById } from '@alphaedit/editors';
import type { Editor } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { estimateMemory, type MemoryQuestion } from './estimate-memory.js';

/** Llama 3 8B in bf16: what `alphaedit inspect` says of it. */
const [keySize, hiddenSize, vocabularySize, parameters] = [14_336, 4096, 128_256, 8_030_261_248];
const info = { keySize, hiddenSize, vocabularySize, parameters, bytes: 2 * parameters };
const MATRIX = keySize * hiddenSize;
const question: MemoryQuestion = {
  info,
  residency: 'float32',
  editor: editorById('alphaedit'),
  facts: 2000,
  batchSize: 100,
  layers: Array.from({ length: 5 }, () => ({ dIn: keySize, dOut: hiddenSize, nullDimension: 10_000 })),
  provider: 'lapack',
};
const estimate = (changes: Partial<MemoryQuestion>) => estimateMemory({ ...question, ...changes });

describe('weights', () => {
  it('in float32 are four bytes a parameter', () => {
    expect(estimate({}).weights).toBe(4 * parameters);
  });

  it('as stored are two, edited ones four, and the largest piece that is widened', () => {
    const edited = 5 * MATRIX;
    expect(estimate({ residency: 'stored' }).weights).toBe(2 * parameters + 2 * edited + 4 * 2 ** 26);
  });

  it('on disk are the edited ones and that piece', () => {
    expect(estimate({ residency: 'disk' }).weights).toBe(4 * 5 * MATRIX + 4 * 2 ** 26);
  });

  it('that are stored in float32 are not widened', () => {
    const wide = { ...info, bytes: 4 * parameters };
    expect(estimate({ info: wide, residency: 'stored' }).weights).toBe(4 * parameters);
    expect(estimate({ info: wide, residency: 'disk' }).weights).toBe(4 * 5 * MATRIX + 4 * 2 ** 26);
  });
});

describe('what the editor holds', () => {
  it('is its own word', () => {
    const { statistics, state, work } = estimate({});
    expect(statistics).toBe(5 * 8 * keySize * (keySize - 10_000));
    expect(state).toBe(5 * 8 * (2000 * keySize + 2000 ** 2));
    // The decomposition of one layer is the most of it: more than three matrices of d × d.
    expect(work).toBeGreaterThan(3 * 8 * keySize ** 2);
  });

  it('of ft is no statistics and no state, but arrays as large as the weight', () => {
    expect(estimate({ editor: editorById('ft') })).toMatchObject({
      statistics: 0,
      state: 0,
      work: 9 * 4 * MATRIX,
    });
  });

  it("of one that does not say is a closed form's", () => {
    const { memory: _, ...silent } = editorById('alphaedit') as Editor;
    expect(estimate({ editor: silent })).toEqual(estimate({}));
  });

  it('adds up', () => {
    const { weights, original, statistics, state, work, total } = estimate({ editor: editorById('prune') });
    expect(original).toBe(4 * 5 * MATRIX);
    expect(total).toBe(weights + original + statistics + state + work);
  });
});
