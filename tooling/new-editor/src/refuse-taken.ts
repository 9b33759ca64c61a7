import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@alphaedit/spec';
import type ts from 'typescript';
import type { EditorName } from './editor-name.js';
import type { NewFiles } from './layout.js';
import { boundNames } from './source/bound-names.js';
import { keysOf, objectLiteral } from './source/object-literal.js';

/** Modules a new editor's name will be read beside. */
export interface Neighbours {
  readonly index: ts.SourceFile;
  readonly registry: ts.SourceFile;
  readonly exampleEditor: ts.SourceFile;
  readonly exampleTest: ts.SourceFile;
}

/**
 * Refuses a name that an editor, a combinator, a file or a name in code has already.
 *
 * @throws {SettingsError} `editor-name-taken`
 */
export function refuseTaken(root: string, name: EditorName, files: NewFiles, beside: Neighbours): void {
  const { id, identifier } = name;
  const taker = ownerOf(root, name, files, beside);
  if (taker === undefined) return;
  throw new SettingsError({
    code: 'editor-name-taken',
    message: `The name "${id}" is taken: ${taker}.`,
    hint: 'Choose another; npx alphaedit editors lists the editors there are.',
    data: { name: id, identifier },
  });
}

function ownerOf(
  root: string,
  { id, identifier }: EditorName,
  files: NewFiles,
  { index, registry, exampleEditor, exampleTest }: Neighbours,
): string | undefined {
  if (keysOf(objectLiteral(registry, 'editors')).includes(id)) return `there is an editor ${id}`;
  if (keysOf(objectLiteral(registry, 'combinators')).includes(id))
    return `it is what an editor is combined with, as in memit+${id}`;
  if (boundNames(index).has(identifier)) return `@alphaedit/editors exports ${identifier}`;
  if (boundNames(registry).has(identifier)) return `registry.ts has a ${identifier}`;
  for (const example of [exampleEditor, exampleTest])
    if (boundNames(example).has(identifier)) return `the example of the guide has a ${identifier}`;
  const there = Object.values(files).find((file) => existsSync(join(root, file)));
  return there && `${there} exists`;
}
