import type { RunManifest } from '@alphaedit/artifacts';
import { expect, it } from 'vitest';
import { type HealthRun, healthPoints, measuredLayers } from './health-points.js';
import { healthReport } from './health-report.js';

const record = {
  seconds: 20,
  residual: 0.1,
  deltaNorm: { 1: 2 },
  values: [],
  warnings: [],
  deltasHash: 'a',
  stateHash: null,
};
const run: HealthRun = {
  directory: 'runs/first',
  manifest: {
    editor: 'memit',
    model: { name: 'demo', hash: 'b' },
    facts: { count: 6, hash: 'c' },
    seed: 0,
    engine: 'wasm',
    linalg: 'portable',
  } as RunManifest,
  additions: [],
  batches: [
    {
      ...record,
      batch: 1,
      from: 0,
      to: 2,
      perplexityRatio: 1.1,
      health: {
        weightRatio: { 1: 0.1, 10: 0.3 },
        subspaceOverlap: { 1: 0.9, 10: 0.8 },
        lastSaid: { said: 1, of: 2 },
        firstSaid: { said: 2, of: 2 },
        seconds: 1,
      },
    },
    // Later: what is not measured after every batch is absent.
    {
      ...record,
      batch: 2,
      from: 2,
      to: 4,
      perplexityRatio: 1.5,
      health: { weightRatio: { 1: 0.2, 10: 0.4 }, lastSaid: { said: 0, of: 0 }, seconds: 0.5 },
    },
  ],
};

it('is read off the records of the batches', () => {
  const points = healthPoints(run);
  expect(points).toMatchObject([
    { batch: 1, facts: 2, perplexityRatio: 1.1, lastSaid: 0.5, firstSaid: 1, cost: 0.05 },
    { batch: 2, facts: 4, weightRatio: { 1: 0.2, 10: 0.4 } },
  ]);
  expect(points[1]!.lastSaid).toBeUndefined();
  expect(measuredLayers(points)).toEqual(['1', '10']);
});

it('is a page without a script that says how far the run came', async () => {
  const page = await healthReport(run, 'alphaedit health runs/first');
  expect(page).not.toContain('<script');
  expect(page.match(/<svg/g)).toHaveLength(4);
  expect(page).toContain('4 of 6 facts edited in 2 batches');
  expect(page).toContain('‖ΔW‖/‖W‖ layer 10');
});

it('of a run of an earlier version has what that recorded', async () => {
  const { health: _, perplexityRatio: __, ...bare } = run.batches[0]!;
  const page = await healthReport({ ...run, batches: [bare] });
  expect(page).not.toContain('<svg');
  expect(page).toContain('After each batch');
});
