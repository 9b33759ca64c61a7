import { html } from './html.js';

/** One test: what it is of, and what failed, if anything did. */
export interface JunitTest {
  readonly name: string;
  /** In one line; absent for a test that passed. */
  readonly failure?: string;
  /** What the test printed. */
  readonly output?: string;
}

/** Tests that belong together. */
export interface JunitSuite {
  readonly name: string;
  readonly seconds: number;
  readonly tests: readonly JunitTest[];
}

/**
 * A suite as JUnit XML, which continuous integration reads. Characters that no XML document may hold, control characters
 * and lone surrogates, stand as U+FFFD.
 */
export function junitXml({ name, seconds, tests }: JunitSuite): string {
  const failures = tests.filter(({ failure }) => failure !== undefined).length;
  const counts = html`tests="${tests.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`;
  const cases = tests.map(({ name: test, failure, output }) => {
    const said = output !== undefined && html`<system-out>${output}</system-out>`;
    const failed = failure !== undefined && html`<failure message="${failure}"></failure>`;
    return html`    <testcase classname="${name}" name="${test}" time="0">${failed}${said}</testcase>\n`;
  });
  const suites = html`<testsuites ${counts}>
  <testsuite name="${name}" ${counts}>
${cases}  </testsuite>
</testsuites>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites.text}\n`;
}
