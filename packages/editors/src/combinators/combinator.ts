import type { Editor } from '@alphaedit/spec';
import type { ComposableEditor, EditorLabel } from './composable-editor.js';

/** Makes an editor of another one. */
export interface Combinator {
  /** What follows that editor's id after a plus sign. */
  readonly id: string;
  /** What follows that editor's title after a comma. */
  readonly title: string;
  /** What it does and to which editors, in a few sentences. */
  readonly description: string;
  /** @throws {EditError} `not-composable` for an editor that does not say how */
  combine(editor: Editor): ComposableEditor;
}

/** What a combined editor is called: `given`, and what that leaves out made of its two parts. */
export function combinedLabel(
  editor: Editor,
  combinator: Pick<Combinator, 'id' | 'title' | 'description'>,
  given: Partial<EditorLabel>,
): EditorLabel {
  const { id, title, description } = combinator;
  return {
    id: given.id ?? `${editor.id}+${id}`,
    title: given.title ?? `${editor.title ?? editor.id}, ${title}`,
    description: given.description ?? [editor.description, description].filter(Boolean).join(' '),
  };
}
