import type { Editor } from '@alphaedit/spec';
import type { StagePolicy } from './stage-policy.js';

/**
 * An editor that says how combinators may change it. Only the editor knows where its constraint or its layers
 * come in, so each combinator asks for the changed editor instead of reaching into it.
 */
export interface ComposableEditor extends Editor {
  readonly compose: {
    /** This editor constrained to the null space of the preserved keys, called `id`. */
    nullSpace?(id: string): ComposableEditor;
    /** This editor with other layers and values, called `id`. */
    stages?(policy: StagePolicy, id: string): ComposableEditor;
  };
}

export const isComposable = (editor: Editor): editor is ComposableEditor => 'compose' in editor;
