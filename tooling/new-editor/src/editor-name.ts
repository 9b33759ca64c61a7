import { SettingsError } from '@alphaedit/spec';

/** What an editor is called: `plain-ridge` on the command line, `plainRidge` in code. */
export interface EditorName {
  readonly id: string;
  readonly identifier: string;
}

/** Ids that mean something else where editors are named: `bench --editors all` is every editor. */
const WORDS_OF_THE_COMMAND_LINE = ['all'];

/**
 * The two spellings of a new editor's name.
 *
 * @throws {SettingsError} `new-editor/name-not-kebab-case`, `new-editor/name-reserved`
 */
export function editorName(id: string): EditorName {
  if (!/^(?=.{1,48}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new SettingsError({
      code: 'new-editor/name-not-kebab-case',
      message: `"${id}" is no name for an editor.`,
      hint: 'Take lower-case letters and digits in words joined by hyphens, a letter first, at most 48 characters: plain-ridge.',
      data: { name: id },
    });
  }
  const identifier = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  if (WORDS_OF_THE_COMMAND_LINE.includes(id) || hasMeaning(identifier)) {
    throw new SettingsError({
      code: 'new-editor/name-reserved',
      message: `An editor cannot be called "${id}": the word has a meaning already.`,
      hint: `Add what sets it apart, as in ${id}-ridge.`,
      data: { name: id, identifier },
    });
  }
  return { id, identifier };
}

/** Whether a name cannot be that of an export, or is one that JavaScript gives a meaning. */
function hasMeaning(identifier: string): boolean {
  if (identifier in globalThis || identifier === 'await') return true;
  try {
    new Function(`'use strict'; const ${identifier} = 0;`);
    return false;
  } catch {
    return true;
  }
}
