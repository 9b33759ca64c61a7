import { SETTING_NAMES } from '@alphaedit/core';
import { expect, it } from 'vitest';
import { inCommandWords, SETTINGS } from './in-command-words.js';

it('names flags where the library names options', () => {
  expect(inCommandWords('Continue it, or choose another `out`.')).toBe(
    'Continue it, or choose another --out.',
  );
  expect(inCommandWords('Give `statistics`.')).toBe('Give --stats.');
});

it('names flags where the library gives an option its value', () => {
  expect(inCommandWords('Export with `partial: true`, or `withFacts: true`.')).toBe(
    'Export with --partial, or --with-facts.',
  );
  expect(inCommandWords("Store them with `dtype: 'float32'`.")).toBe('Store them with --dtype float32.');
  expect(inCommandWords('Ask with `chat: false`, not `chat: true`.')).toBe('Ask with --no-chat, not --chat.');
  expect(inCommandWords('`retry: true` is no option here.')).toBe('`retry: true` is no option here.');
});

it('names --set where the library names a setting', () => {
  expect(inCommandWords('Lower `zLearningRate`.')).toBe('Lower --set zLearningRate=….');
  expect(inCommandWords('Try `nullSpaceKeepTrace=0.95`.')).toBe('Try --set nullSpaceKeepTrace=0.95.');
});

it("names --set for a setting of an editor's own, and leaves variables of the environment alone", () => {
  expect(inCommandWords('Correct `share=…`.')).toBe('Correct --set share=….');
  expect(inCommandWords('Set `ALPHAEDIT_BLAS=none`.')).toBe('Set `ALPHAEDIT_BLAS=none`.');
});

it('names commands where the library names functions', () => {
  expect(inCommandWords("See `listRun('runs/a b')`; #3 names the third fact.")).toBe(
    'See `alphaedit list runs/a b`; #3 names the third fact.',
  );
  expect(inCommandWords('Give what `collectStatistics(model, { text })` returned.')).toBe(
    'Give what `alphaedit covariance MODEL --text FILE --out STATS` returned.',
  );
  expect(inCommandWords('Collect them: `collectStatistics(model, { text, layers: [1,2] })`.')).toBe(
    'Collect them: `alphaedit covariance MODEL --text FILE --layers 1,2 --out STATS`.',
  );
});

it('names commands where the library names what wrote a file', () => {
  expect(inCommandWords('Give what `editFacts`, `collectStatistics` or an export wrote.')).toBe(
    'Give what `alphaedit edit`, `alphaedit covariance` or an export wrote.',
  );
});

it('leaves what is none of these as it is', () => {
  expect(inCommandWords('Use `npm install x`, or `anything`.')).toBe('Use `npm install x`, or `anything`.');
});

it('knows every setting but the layers, which have a flag', () => {
  expect(SETTINGS).toEqual(SETTING_NAMES.filter((name) => name !== 'layers'));
});
