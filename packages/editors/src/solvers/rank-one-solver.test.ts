import { describe, expect, it } from 'vitest';
import { linalg } from '../../test/tiny.js';
import { rome } from '../methods/rome.js';
import type { LayerProblem } from './layer-solver.js';
import { rankOneSolver } from './rank-one-solver.js';

const column = (...values: number[]) => ({ rows: values.length, cols: 1, data: Float64Array.from(values) });
const problem = {
  linalg,
  layer: 0,
  meanKeys: column(1, 2, 2),
  plainKeys: column(3, 0, 0),
  statistics: undefined,
} as unknown as LayerProblem;
const weights = async (editorSettings: LayerProblem['editorSettings']) => [
  ...(await rankOneSolver().solve({ ...problem, editorSettings })).weights.data,
];

describe('without the second moment', () => {
  it('is k̄ / (kᵀk̄), by hand, and needs no statistics', async () => {
    expect(await weights({ useSecondMoment: false })).toEqual([1 / 9, 2 / 9, 2 / 9]);
    expect(await weights({ useSecondMoment: false, compat: 'official' })).toEqual([1 / 3, 2 / 3, 2 / 3]);
    await expect(weights({ useSecondMoment: true })).rejects.toMatchObject({ code: 'statistics-missing' });
  });

  it('is told of ROME by its settings alone', () => {
    expect(rome().requires).toEqual(['secondMoment']);
    expect(rome().requiresWith?.({ useSecondMoment: true })).toEqual(['secondMoment']);
    expect(rome().requiresWith?.({ useSecondMoment: false })).toEqual([]);
  });
});
