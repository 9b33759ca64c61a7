import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['alphaedit-source'] },
  ssr: { resolve: { conditions: ['alphaedit-source'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'apps/cli/{src,test}/**/*.test.ts',
      'apps/docs/{src,test,samples}/**/*.test.ts',
      'apps/playground/{src,test}/**/*.test.ts',
      'tooling/*/**/*.test.ts',
    ],
    // Native engines keep process-wide state: every test file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
