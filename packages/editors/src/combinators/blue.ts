import type { Editor } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';
import { memitSequential } from '../methods/memit-sequential.js';
import { type ComposableEditor, isComposable } from './composable-editor.js';
import { firstAndLastLayer } from './stage-policy.js';

/**
 * BLUE: only the first and the last of `layers` are edited, each towards a value z of its own, the second
 * optimised on the model as the first has left it. A value spread over many layers arrives at each of them
 * with an error that grows with the distance; here nothing is spread.
 *
 * @param editor any closed-form editor: sequential MEMIT unless told
 * @param options.id what to call it; `ID+blue` unless told
 * @throws {EditError} `not-composable` for an editor whose layers cannot be chosen
 * @see arXiv 2502.03748
 */
export function blue(
  editor: Editor = memitSequential(),
  { id = `${editor.id}+blue` }: { readonly id?: string } = {},
): ComposableEditor {
  const choose = isComposable(editor) ? editor.compose.stages : undefined;
  if (choose) return choose(firstAndLastLayer, id);
  throw new EditError({
    code: 'not-composable',
    message: `Editor "${editor.id}" does not let its layers be chosen.`,
    hint: 'BLUE goes over closed-form editors, e.g. blue(memit()).',
    data: { editor: editor.id },
  });
}
