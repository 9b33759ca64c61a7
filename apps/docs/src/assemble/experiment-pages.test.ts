import { afterAll, expect, test } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { experimentLinks, experimentPages } from './experiment-pages.js';

const { root, dispose } = temporaryTree({
  'results/experiments/README.md': '# All',
  'results/experiments/leak/README.md': '# Leak',
  'results/experiments/unfinished/result.json': '{}',
});
afterAll(dispose);

test('finds the overview and every experiment that has a page', () => {
  expect(experimentPages(root)).toEqual([
    ['index', 'results/experiments/README.md'],
    ['leak', 'results/experiments/leak/README.md'],
  ]);
});

test('links to pages, and names result files', () => {
  const page = '[a](leak/README.md), [b](../cost/README.md), [`result.json`](result.json), [c](../../x.md)';
  expect(experimentLinks('results/experiments/leak/README.md', page)).toBe(
    '[a](/experiments/leak), [b](/experiments/cost), `results/experiments/leak/result.json`, [c](../../x.md)',
  );
});
