import { registerSuite } from '../register-suite.js';
import type { TestRunner } from '../runner.js';
import { editorChecks } from './editor-checks.js';
import type { EditorConformanceOptions, MakeEditor } from './editor-conformance-options.js';

/**
 * Tests an editor with any test runner. With vitest, import it from `@alphaedit/conformance/vitest` and leave
 * `runner` out.
 *
 * @example
 * import { after, describe, it } from 'node:test';
 * await startEngine();
 * editorConformance(() => myEditor(), { runner: { describe, it, afterAll: after } });
 */
export function editorConformance(
  makeEditor: MakeEditor,
  options: EditorConformanceOptions & { readonly runner: TestRunner },
): void {
  registerSuite(editorChecks(makeEditor, options), options.runner);
}
