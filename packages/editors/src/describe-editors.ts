import type { Editor, EditorSetting } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import type { Combinator } from './combinators/combinator.js';
import { editorById } from './editor-by-id.js';
import { combinators, editors } from './editors.js';
import { describeRange } from './settings/editor-settings.js';

/** An editor as data: what it is, needs and can, and the settings it has of its own. */
export interface EditorDescription extends Pick<Editor, 'id' | 'description' | 'requires' | 'supports'> {
  /** One line on it; its id where it has none. */
  readonly title: string;
  /** Ids of the combinators that make another editor of it. */
  readonly combinesWith: readonly string[];
  /** Its own settings by name, each with its range in words. */
  readonly settings: Readonly<Record<string, EditorSetting & { readonly range: string }>>;
}

/** Describes any editor, one from elsewhere too. */
export function describeEditor(editor: Editor): EditorDescription {
  const { id, title = id, description, requires, supports, settings = {} } = editor;
  const described = Object.entries(settings).map(([name, setting]) => [
    name,
    { ...setting, range: describeRange(setting) },
  ]);
  return {
    id,
    title,
    ...(description !== undefined && { description }),
    requires,
    supports,
    combinesWith: combinators.filter((one) => changes(one, editor)).map((one) => one.id),
    settings: Object.fromEntries(described),
  };
}

/**
 * Describes all editors of this package, or the one asked for, which may be a combination, and names the combinators.
 *
 * @throws {SettingsError} `unknown-editor`
 * @throws {EditError} `not-composable`
 */
export function describeEditors(id?: string): {
  readonly editors: readonly EditorDescription[];
  readonly combinators: readonly string[];
} {
  const chosen = id === undefined ? editors : [editorById(id)];
  return { editors: chosen.map(describeEditor), combinators: combinators.map((one) => one.id) };
}

/** Whether the combinator takes the editor and makes a different one of it. */
function changes(combinator: Combinator, editor: Editor): boolean {
  try {
    return combinator.combine(editor).id !== editor.id;
  } catch (error) {
    if (EditError.isInstance(error) && error.code === 'not-composable') return false;
    throw error;
  }
}
