import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@alphaedit/spec';
import type ts from 'typescript';
import { type EditorName, editorName } from './editor-name.js';
import { LAYOUT, newFilesOf } from './layout.js';
import { refuseTaken } from './refuse-taken.js';
import { changeset } from './render/changeset.js';
import { editorSource } from './render/editor-source.js';
import { page } from './render/page.js';
import { readmeWithRow } from './render/readme-with-row.js';
import { testSource } from './render/test-source.js';
import { addProperty } from './source/add-property.js';
import { objectLiteral } from './source/object-literal.js';
import { parseSource } from './source/parse-source.js';
import { tidy } from './source/tidy.js';
import { type FileChange, writeTogether } from './write-together.js';

export interface NewEditorOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** In kebab-case, e.g. `plain-ridge`. */
  readonly name: string;
  /** Does everything but write. */
  readonly dryRun?: boolean;
}

export interface NewEditor extends EditorName {
  /** Paths of the files added, relative to the root. */
  readonly added: readonly string[];
  /** Paths of the files changed. */
  readonly changed: readonly string[];
}

/**
 * Adds an editor to `@alphaedit/editors`: its source, test, page and changeset, its export, its entry in the registry and
 * its row in the README. It starts out as the example of the guide, which passes conformance. All files are written, or
 * none.
 *
 * @throws {SettingsError} `editor-name-not-kebab-case`, `editor-name-reserved`, `editor-name-taken`,
 * `source-not-understood`, `not-the-repository`
 * @throws {OutputError} `source-not-tidy`, `editor-not-written`
 */
export function newEditor({ root, name: id, dryRun = false }: NewEditorOptions): NewEditor {
  const name = editorName(id);
  const files = newFilesOf(name);
  const read = (path: string) => readIn(root, path);
  const [index, registry, readme] = [read(LAYOUT.index), read(LAYOUT.registry), read(LAYOUT.readme)];
  const [exampleEditor, exampleTest] = [read(LAYOUT.exampleEditor), read(LAYOUT.exampleTest)];
  refuseTaken(root, name, files, {
    index: parseSource(LAYOUT.index, index),
    registry: parseSource(LAYOUT.registry, registry),
    exampleEditor: parseSource(LAYOUT.exampleEditor, exampleEditor),
    exampleTest: parseSource(LAYOUT.exampleTest, exampleTest),
  });
  const module = (path: string, text: string, before?: string): FileChange => ({
    path,
    text: tidy(root, path, text),
    before,
  });
  const added: FileChange[] = [
    module(files.source, editorSource(name, exampleEditor, index)),
    module(files.test, testSource(name, exampleTest)),
    { path: files.page, text: page(name) },
    { path: files.changeset, text: changeset(name) },
  ];
  // Last, so that whatever they name is there.
  const changed: FileChange[] = [
    { path: LAYOUT.readme, text: readmeWithRow(name, readme), before: readme },
    module(LAYOUT.index, withExport(name, index), index),
    module(LAYOUT.registry, withEntry(name, parseSource(LAYOUT.registry, registry)), registry),
  ];
  if (!dryRun) writeTogether(root, [...added, ...changed]);
  return { ...name, added: added.map(({ path }) => path), changed: changed.map(({ path }) => path) };
}

const withExport = ({ id, identifier }: EditorName, index: string): string =>
  `${index}export { ${identifier} } from './methods/${id}.js';\n`;

function withEntry({ id, identifier }: EditorName, registry: ts.SourceFile): string {
  const entry = id === identifier ? id : `'${id}': ${identifier}`;
  const text = addProperty(registry, objectLiteral(registry, 'editors'), entry);
  return `import { ${identifier} } from './methods/${id}.js';\n${text}`;
}

function readIn(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (cause) {
    throw new SettingsError({
      code: 'not-the-repository',
      message: `${path} cannot be read in ${root}.`,
      hint: 'Run npm run new:editor in a whole checkout of the repository.',
      data: { root, path },
      cause,
    });
  }
}
