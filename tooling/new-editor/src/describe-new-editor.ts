import type { NewEditor } from './new-editor.js';

/** What was written, and what to do next. */
export function describeNewEditor({ id, identifier, added, changed }: NewEditor, dryRun: boolean): string {
  const [source, test, page] = added;
  return [
    dryRun
      ? `Would write ${id} (${identifier}):`
      : `Wrote ${id} (${identifier}), which passes conformance as it is:`,
    ...added.map((path) => `  + ${path}`),
    ...changed.map((path) => `  ~ ${path}`),
    '',
    'Next:',
    `  npx vitest run ${test}`,
    `  edit ${source}: your equation, your solver; then the reference in its test, and the TODOs in`,
    `    ${page}`,
    `  npx vitest run packages/editors/test/conformance.test.ts -t ${id}    on every engine, and with +nullspace`,
    '  npm run lint && npm run typecheck',
    `  npm run build && npx alphaedit demo --editors ${id}`,
    '',
    'The guide: packages/editors/docs/contributing-an-editor.md',
    '',
  ].join('\n');
}
