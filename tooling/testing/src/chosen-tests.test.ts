import { expect, it } from 'vitest';
import { chosenTests, dependsOnEngines, needsAProcess } from './chosen-tests.js';

it('runs everything unless something is chosen', () => {
  expect(chosenTests({})).toBe('all');
  expect(chosenTests({ ALPHAEDIT_TESTS: '' })).toBe('all');
  expect(chosenTests({ ALPHAEDIT_TESTS: 'plain' })).toBe('plain');
  expect(() => chosenTests({ ALPHAEDIT_TESTS: 'fast' })).toThrow('plain, native or all');
});

it.each([
  ['packages/model/test/a.test.ts', "await describeEachEngine('forward', () => {});", true],
  ['packages/eval/src/a.test.ts', 'beforeAll(async () => { await startEngine(); });', true],
  ['packages/eval/src/a.test.ts', "await startEngine({ engine: 'wasm' });", false],
  ['packages/linalg/test/a.test.ts', 'const blas = loadBlas();', true],
  ['packages/spec/src/a.test.ts', 'expect(isFact({})).toBe(false);', false],
  ['apps/cli/test/a.test.ts', "await runJson(['doctor']);", true],
  ['apps/cli/test/a.test.ts', "const wasm = ['--engine', 'wasm'];", false],
  ['apps/cli/test/json-documents.test.ts', "const wasm = ['--engine', 'wasm'];", true],
])('tells whether %s depends on engines: %s', (path, text, expected) => {
  expect(dependsOnEngines(path, text)).toBe(expected);
});

it.each([
  ['packages/engine/src/node/start-engine.test.ts', '', true],
  ['packages/model/src/require-engine.test.ts', '', true],
  ['packages/files/src/a.test.ts', "vi.mock('node:fs', real);", true],
  ['packages/eval/src/a.test.ts', "import { bigramModel } from '../test/bigram-model.js';", true],
  ['packages/eval/src/a.test.ts', "await startEngine({ engine: 'wasm' });", false],
])('tells whether %s needs a process of its own: %s', (path, text, expected) => {
  expect(needsAProcess(path, text)).toBe(expected);
});
