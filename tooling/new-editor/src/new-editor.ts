import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { combinators, editors } from '@alphaedit/editors';
import { OutputError, SettingsError } from '@alphaedit/spec';
import { type EditorName, editorName } from './editor-name.js';

const PACKAGE = 'packages/editors';
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const PAGE = readFileSync(new URL('../templates/page.md', import.meta.url), 'utf8');
const CHANGESET = readFileSync(new URL('../templates/changeset.md', import.meta.url), 'utf8');
/** What the example of the guide takes from the package, from where an editor in `methods` takes it. */
const IMPORTS = `import type { ComposableEditor } from '../combinators/composable-editor.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { ridgeSolution } from '../solvers/ridge-solution.js';`;

export interface NewEditor extends EditorName {
  /** Paths of the files added, relative to the root. */
  readonly added: readonly string[];
  /** Paths of the files changed. */
  readonly changed: readonly string[];
}

/**
 * Adds an editor to `@alphaedit/editors`: its source, test, page and changeset from the example of the guide, which
 * passes conformance, and a line each in the index, the list and the README. Nothing is written before all of it is
 * known.
 *
 * @throws {SettingsError} `new-editor/name-not-kebab-case`, `new-editor/name-reserved`, `new-editor/name-taken`,
 * `new-editor/source-not-understood`
 * @throws {OutputError} `new-editor/source-not-tidy`
 */
export function newEditor(root: string, wanted: string, dryRun = false): NewEditor {
  const name = editorName(wanted);
  const { id, identifier } = name;
  const read = (path: string) => readFileSync(join(root, PACKAGE, path), 'utf8');
  const renamed = (text: string) => text.replaceAll('plain-ridge', id).replaceAll('plainRidge', identifier);
  const example = read('test/example/plain-ridge.ts');
  const test = read('test/example/plain-ridge.test.ts');
  const added: Record<string, string> = {
    [`${PACKAGE}/src/methods/${id}.ts`]: renamed(
      inserted(example, /^import .*\n/m, () => `${IMPORTS}\n`).replace(
        /^ \*\/$/m,
        ' *\n * @see TODO: paper and equation\n */',
      ),
    ),
    [`${PACKAGE}/test/${id}.test.ts`]: renamed(test.replace('./plain', '../src/methods/plain')),
    [`${PACKAGE}/docs/${id}.md`]: renamed(PAGE),
    [`.changeset/editor-${id}.md`]: renamed(CHANGESET),
  };
  const [index, list] = [read('src/index.ts'), read('src/editors.ts')];
  const taken =
    [...editors, ...combinators].some((one) => one.id === id) ||
    [index, list, example, test].some((text) => new RegExp(`\\b${identifier}\\b`).test(text)) ||
    Object.keys(added).some((path) => existsSync(join(root, path)));
  if (taken) throw nameTaken(name);
  const line = `from './methods/${id}.js';\n`;
  const row = `| [\`${id}\`](docs/${id}.md) | (K_pK_pᵀ + KKᵀ + βI)⁻¹ K | TODO: paper | nothing | yes |\n`;
  const changed: Record<string, string> = {
    [`${PACKAGE}/README.md`]: inserted(read('README.md'), /^\| id .*\n(\|.*\n)+/m, (table) => table + row),
    [`${PACKAGE}/src/index.ts`]: `${index}export { ${identifier} } ${line}`,
    [`${PACKAGE}/src/editors.ts`]: `import { ${identifier} } ${line}${inserted(list, '\n].map', (end) => `\n  ${identifier},${end}`)}`,
  };
  if (!dryRun) write(root, { ...added, ...changed });
  return { ...name, added: Object.keys(added), changed: Object.keys(changed) };
}

/** The text with what is found replaced. */
function inserted(text: string, at: string | RegExp, by: (found: string) => string): string {
  const result = text.replace(at, by);
  if (result !== text) return result;
  throw new SettingsError({
    code: 'new-editor/source-not-understood',
    message: `There is no ${at} in the sources of the editors.`,
    hint: 'Add the editor by hand, as the guide says, and teach tooling/new-editor the new shape.',
  });
}

/** Writes the files, and puts them into the order and form that `npm run lint` wants. */
function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  const modules = Object.keys(files).filter((path) => path.endsWith('.ts'));
  const args = [BIOME, 'check', '--write', '--error-on-warnings', ...modules];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  throw new OutputError({
    code: 'new-editor/source-not-tidy',
    message: `Biome does not accept what was written: ${stderr.trim()}`,
    hint: '`git status` shows the files. The tree has to be clean before an editor is added.',
    kind: 'work',
  });
}

const nameTaken = ({ id, identifier }: EditorName) =>
  new SettingsError({
    code: 'new-editor/name-taken',
    message: `The name "${id}" is taken: an editor, a combinator, a file or an export (${identifier}) has it.`,
    hint: 'Choose another; `npx alphaedit editors` lists the editors there are.',
    data: { name: id, identifier },
  });
