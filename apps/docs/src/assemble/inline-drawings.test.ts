import { afterAll, expect, test } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { inlineDrawings } from './inline-drawings.js';

const { root, dispose } = temporaryTree({ 'results/a/figure-1.svg': '<svg>\n\n<g>1</g></svg>\n' });
afterAll(dispose);

test('puts a drawing into the page, and only drawings of the folder', () => {
  const page =
    'Before.\n\n![One.](figure-1.svg)\n\n![far](https://host/x.svg), ![here](figure-1.svg) in a line.';
  expect(inlineDrawings('results/a/README.md', page, root)).toBe(
    'Before.\n\n<figure v-pre>\n<svg>\n<g>1</g></svg>\n</figure>\n\n![far](https://host/x.svg), ![here](figure-1.svg) in a line.',
  );
});

test('refuses a drawing that is not there', () => {
  expect(() => inlineDrawings('results/a/README.md', '![Two.](figure-2.svg)', root)).toThrow('figure-2.svg');
});
