import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { chosenTests, LONG_ON_ANY_ENGINE, PLAIN_ENVIRONMENT } from './tooling/testing/src/chosen-tests.js';
import { engineTests, testsApart } from './tooling/testing/src/engine-tests.js';
import { LongTestsFirst } from './tooling/testing/src/long-tests-first.js';

const chosen = chosenTests();
const root = fileURLToPath(new URL('.', import.meta.url));
const sources = ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts'];
const others = [
  'packages/*/test/**/*.test.ts',
  'apps/*/{test,samples}/**/*.test.ts',
  'tooling/*/**/*.test.ts',
];
const apart = testsApart(root);
const never = ['**/node_modules/**', '**/dist/**'];

/**
 * On plain WebAssembly there is one engine, which most tests beside the sources can share: they run in a few processes, so
 * that a module is loaded a few times and not once for every file. Those that ask for more have a process each.
 */
const plainProjects = [
  {
    extends: true as const,
    test: { name: 'together', isolate: false, include: sources, exclude: [...never, ...apart] },
  },
  {
    extends: true as const,
    test: {
      name: 'apart',
      include: [...others, ...apart],
      exclude: [...never, ...LONG_ON_ANY_ENGINE],
    },
  },
];

export default defineConfig({
  resolve: { conditions: ['alphaedit-source'] },
  ssr: { resolve: { conditions: ['alphaedit-source'] } },
  test: {
    // A list of a project would be added to one that stands here.
    ...(chosen === 'plain'
      ? { projects: plainProjects }
      : {
          include: chosen === 'native' ? engineTests(root) : [...sources, ...others],
          exclude: never,
        }),
    env: chosen === 'plain' ? PLAIN_ENVIRONMENT : {},
    // Native engines keep process-wide state: every test file gets a process of its own.
    pool: 'forks',
    // One more than the cores of a small machine: tests wait for processes and for the disk.
    maxWorkers: 3,
    sequence: { sequencer: LongTestsFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
