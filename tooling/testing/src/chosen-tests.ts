import type { EngineId } from '@alphaedit/engine/node';

/**
 * What `ALPHAEDIT_TESTS` chooses: `plain` runs every test as on a machine with Node and nothing else, `native` runs
 * again what depends on an engine, on the engines beyond plain wasm. Unset, every test runs on every engine there is.
 */
export type ChosenTests = 'plain' | 'native' | 'all';

/** The choice made by the environment. */
export function chosenTests(env: NodeJS.ProcessEnv = process.env): ChosenTests {
  const chosen = env.ALPHAEDIT_TESTS || 'all';
  if (chosen === 'plain' || chosen === 'native' || chosen === 'all') return chosen;
  throw new Error(`ALPHAEDIT_TESTS is "${chosen}": use plain, native or all.`);
}

const ENGINES: Readonly<Record<ChosenTests, readonly EngineId[]>> = {
  plain: ['wasm'],
  native: ['wasm-blas', 'tensorflow', 'tensorflow-gpu'],
  all: ['wasm', 'wasm-blas', 'tensorflow', 'tensorflow-gpu'],
};

/** The engines that the chosen tests ask for. */
export const chosenEngines = (): readonly EngineId[] => ENGINES[chosenTests()];

/** What hides every engine but plain wasm from `startEngine` and linear algebra. */
export const PLAIN_ENVIRONMENT = { ALPHAEDIT_BLAS: 'none', ALPHAEDIT_ENGINE: 'wasm' };

/** Tests of a package as a whole that start whatever engine is best, without naming one. */
const WHOLE_PACKAGES = /^packages\/(core|lab)\/test\//;

/** Tests of the command do so too, but for those that name wasm. */
const COMMAND = /^apps\/cli\/test\//;
const NAMES_WASM = /'--engine',\s*'wasm'/;

/**
 * Long tests that no engine makes a difference to: of two passes they run in the second one, where native linear algebra
 * makes them short.
 */
export const LONG_ON_ANY_ENGINE = [
  'apps/cli/test/json-documents.test.ts',
  'apps/docs/samples/examples.test.ts',
  'tooling/check-packages/src/readme-examples.test.ts',
];

/** Tests of what happens before an engine is started, or of how one is made. */
const OF_STARTING =
  /^packages\/(engine\/src|conformance\/src\/engine|linalg\/src\/node)\/|\/require-engine\.test\.ts$/;

/** Replaces modules, or chooses a backend that the engine does not know of. */
const CHANGES_THE_PROCESS = /\bvi\.mock\(|bigram-model/;

/**
 * Whether a test file can share its process with none that comes after it.
 *
 * @param path from the root of the repository, with `/`
 */
export const needsAProcess = (path: string, text: string): boolean =>
  OF_STARTING.test(path) || CHANGES_THE_PROCESS.test(text);

/** Asks for each engine, for the best one, or for the machine's BLAS. */
const ASKS_FOR_ENGINES =
  /\b(describeEachEngine|listEngines|ENGINE_CANDIDATES|loadBlas|loadTensorflow|tensorflowPackageDir|createLinearAlgebra|openModel)\b|\bstartEngine\(\)/;

/**
 * Whether the result of a test file depends on the engines a machine has.
 *
 * @param path from the root of the repository, with `/`
 */
export function dependsOnEngines(path: string, text: string): boolean {
  if (LONG_ON_ANY_ENGINE.includes(path)) return true;
  if (COMMAND.test(path)) return !NAMES_WASM.test(text);
  return WHOLE_PACKAGES.test(path) || ASKS_FOR_ENGINES.test(text);
}
