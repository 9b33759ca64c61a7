import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { chosenTests, LONG_ON_ANY_ENGINE, PLAIN_ENVIRONMENT } from './tooling/testing/src/chosen-tests.js';
import { engineTests } from './tooling/testing/src/engine-tests.js';
import { LongTestsFirst } from './tooling/testing/src/long-tests-first.js';

const chosen = chosenTests();

export default defineConfig({
  resolve: { conditions: ['alphaedit-source'] },
  ssr: { resolve: { conditions: ['alphaedit-source'] } },
  test: {
    include:
      chosen === 'native'
        ? engineTests(fileURLToPath(new URL('.', import.meta.url)))
        : [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'apps/cli/{src,test}/**/*.test.ts',
            'apps/docs/{src,test,samples}/**/*.test.ts',
            'apps/playground/{src,test}/**/*.test.ts',
            'tooling/*/**/*.test.ts',
          ],
    exclude: ['**/node_modules/**', '**/dist/**', ...(chosen === 'plain' ? LONG_ON_ANY_ENGINE : [])],
    env: chosen === 'plain' ? PLAIN_ENVIRONMENT : {},
    // Native engines keep process-wide state: every test file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongTestsFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
