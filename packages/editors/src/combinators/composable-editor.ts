import type { Editor } from '@alphaedit/spec';
import type { StagePolicy } from './stage-policy.js';

/** What an editor is called, to programs and to people. */
export type EditorLabel = Pick<Editor, 'id' | 'title' | 'description'>;

/**
 * An editor that says how combinators may change it. Only the editor knows where its constraint or its layers
 * come in, so each combinator asks for the changed editor instead of reaching into it.
 */
export interface ComposableEditor extends Editor {
  readonly compose: {
    /** This editor constrained to the null space of the preserved keys, under that label. */
    nullSpace?(label: EditorLabel): ComposableEditor;
    /** This editor with other layers and values, under that label. */
    stages?(policy: StagePolicy, label: EditorLabel): ComposableEditor;
  };
}

export const isComposable = (editor: Editor): editor is ComposableEditor => 'compose' in editor;
