import type { Editor } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import { type Combinator, combinedLabel } from './combinator.js';
import { type ComposableEditor, type EditorLabel, isComposable } from './composable-editor.js';
import { firstAndLastLayer } from './stage-policy.js';

/** `+blue` */
export const boundaryLayersCombinator: Combinator = {
  id: 'blue',
  title: 'at the first and the last layer only',
  description:
    'As BLUE does: only the first and the last of the layers are edited, each towards a value z of its own, the second optimised on the model as the first has left it. For editors with a closed form.',
  combine: (editor) => boundaryLayers(editor),
};

/**
 * BLUE's layers for any closed-form editor: only the first and the last of `layers` are edited, each towards a
 * value z of its own, the second optimised on the model as the first has left it. A value spread over many
 * layers arrives at each of them with an error that grows with the distance; here nothing is spread.
 *
 * @param label what to call it; `ID+blue` by default
 * @example boundaryLayers(alphaedit())
 * @throws {EditError} `not-composable` for an editor whose layers cannot be chosen
 * @see arXiv 2502.03748
 */
export function boundaryLayers(editor: Editor, label: Partial<EditorLabel> = {}): ComposableEditor {
  const choose = isComposable(editor) ? editor.compose.stages : undefined;
  if (choose) return choose(firstAndLastLayer, combinedLabel(editor, boundaryLayersCombinator, label));
  throw new EditError({
    code: 'not-composable',
    message: `Editor "${editor.id}" does not let its layers be chosen.`,
    hint: 'Give it an editor with a closed form, e.g. boundaryLayers(memit()).',
    data: { editor: editor.id },
  });
}
