/**
 * What a suite needs of a test runner. Vitest and Jest have these names; with `node:test`, pass
 * `{ describe, it, afterAll: after }`.
 */
export interface TestRunner {
  describe(title: string, suite: () => void): unknown;
  it(title: string, test: () => Promise<void>): unknown;
  afterAll(cleanUp: () => void): unknown;
}
