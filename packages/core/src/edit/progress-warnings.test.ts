import type { EditDiagnostics } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { progressWarnings } from './progress-warnings.js';

const diagnostics = (residual: number, ...probabilities: number[]) =>
  ({
    residual,
    values: probabilities.map((targetProbability) => ({ steps: 1, loss: 1, targetProbability })),
  }) as unknown as EditDiagnostics;

it('says nothing of a batch that got where it should, or has no values', () => {
  expect(progressWarnings(0, diagnostics(0.2, 0.9, 0.6))).toEqual([]);
  expect(progressWarnings(0, diagnostics(0))).toEqual([]);
});

it('names the facts whose values do not make their targets likely, by their place in the run', () => {
  const [warning, ...others] = progressWarnings(10, diagnostics(0.2, 0.9, 2e-7));
  expect(others).toEqual([]);
  expect(warning).toMatchObject({
    code: 'values-unlikely',
    message: expect.stringMatching(/^The values of 1 of 2 facts .+: #12 \(2\.0e-7\)\./),
    data: { facts: [{ number: 12, targetProbability: 2e-7 }] },
  });
});

it('tells of values that the weights do not give', () => {
  expect(progressWarnings(0, diagnostics(1.1, 0.9))).toMatchObject([
    { code: 'residual-large', data: { residual: 1.1 } },
  ]);
});
