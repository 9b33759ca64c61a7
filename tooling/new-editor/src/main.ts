import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AlphaEditError } from '@alphaedit/spec';
import { newEditor } from './new-editor.js';

const USAGE = `Usage: npm run new:editor -- NAME [--dry-run]

Adds an editor to @alphaedit/editors: source, test, page, changeset, export, its places in the list and the README.
NAME is in kebab-case, e.g. gentle-ridge. The guide: packages/editors/docs/contributing-an-editor.md
`;

const here = fileURLToPath(new URL('../../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean' },
    help: { type: 'boolean' },
    root: { type: 'string', default: here },
  },
});
if (values.help || positionals.length !== 1) {
  process.stdout.write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    const { id, added, changed } = newEditor(values.root, positionals[0]!, values['dry-run']);
    const files = [...added.map((path) => `  + ${path}`), ...changed.map((path) => `  ~ ${path}`)];
    const [source, test, page] = added;
    process.stdout.write(`${values['dry-run'] ? 'Would write' : 'Wrote'} ${id}, which passes conformance as it is:
${files.join('\n')}

Next:
  npx vitest run ${test}
  edit ${source}: your equation, your solver; then the reference in its test, and the TODOs in ${page}
  npx vitest run packages/editors/test/conformance.test.ts -t ${id}
  npm run lint && npm run typecheck
  npm run build && npx alphaedit demo --editors ${id}
`);
  } catch (error) {
    if (!AlphaEditError.isInstance(error)) throw error;
    process.stderr.write(`✗ ${error.message} [${error.code}]\n  ${error.hint}\n`);
    process.exitCode = error.kind === 'input' ? 2 : 1;
  }
}
