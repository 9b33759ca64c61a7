import type { Editor } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { combinators, editors } from './editors.js';

/**
 * An editor by what a user calls it: an id, or an id and combinators, `memit+nullspace`, `alphaedit+blue`.
 *
 * @throws {SettingsError} `unknown-editor`
 * @throws {EditError} `not-composable`
 */
export function editorById(name: string): Editor {
  const [first, ...rest] = name.split('+');
  const editor = editors.find(({ id }) => id === first);
  if (!editor) throw unknown(name, `There is no editor "${first}".`);
  return rest.reduce((combined: Editor, wanted) => {
    const combinator = combinators.find(({ id }) => id === wanted);
    if (!combinator) throw unknown(name, `"${wanted}" is nothing an editor can be combined with.`);
    return combinator.combine(combined);
  }, editor);
}

const listed = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id).join(', ');

function unknown(editor: string, message: string): SettingsError {
  return new SettingsError({
    code: 'unknown-editor',
    message,
    hint: `Editors: ${listed(editors)}; after a plus sign: ${listed(combinators)}, as in memit+nullspace.`,
    data: { editor },
  });
}
