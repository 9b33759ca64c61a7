import type { Editor } from '@alphaedit/spec';
import { nearestName, SettingsError } from '@alphaedit/spec';
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
  if (!editor) throw unknown(name, `There is no editor "${first}".`, nearestName(first!, editors.map(idOf)));
  return rest.reduce((combined: Editor, wanted) => {
    const combinator = combinators.find(({ id }) => id === wanted);
    if (!combinator) {
      const meant = nearestName(wanted, combinators.map(idOf));
      throw unknown(name, `"${wanted}" is nothing an editor can be combined with.`, meant);
    }
    return combinator.combine(combined);
  }, editor);
}

const idOf = ({ id }: { readonly id: string }) => id;
const listed = (things: readonly { readonly id: string }[]) => things.map(idOf).join(', ');

function unknown(editor: string, message: string, meant: string | undefined): SettingsError {
  return new SettingsError({
    code: 'unknown-editor',
    message,
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}Editors: ${listed(editors)}; after a plus sign: ${listed(combinators)}, as in memit+nullspace.`,
    data: { editor },
  });
}
