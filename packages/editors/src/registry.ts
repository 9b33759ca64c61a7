import type { Editor } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { blue } from './combinators/blue.js';
import type { ComposableEditor } from './combinators/composable-editor.js';
import { nullSpaceConstrained } from './combinators/null-space-constrained.js';
import { alphaedit } from './methods/alphaedit.js';
import { betaedit } from './methods/betaedit.js';
import { emmet } from './methods/emmet.js';
import { ft } from './methods/ft.js';
import { memit } from './methods/memit.js';
import { memitSequential } from './methods/memit-sequential.js';
import { prune } from './methods/prune.js';
import { rect } from './methods/rect.js';
import { rome } from './methods/rome.js';

/** The editors of this package by id. */
export const editors: Readonly<Record<string, () => ComposableEditor>> = {
  alphaedit,
  betaedit,
  memit,
  'memit-seq': memitSequential,
  prune,
  rect,
  rome,
  emmet,
  ft,
  blue: () => blue(memitSequential(), { id: 'blue' }),
};

/** What may follow an id after a plus sign. */
export const combinators: Readonly<Record<string, (editor: Editor) => ComposableEditor>> = {
  nullspace: nullSpaceConstrained,
  blue,
};

/**
 * An editor by what a user calls it: an id, or an id and combinators, `memit+nullspace`, `alphaedit+blue`.
 *
 * @throws {SettingsError} `unknown-editor`
 * @throws {EditError} `not-composable`
 */
export function editorById(name: string): Editor {
  const [id = '', ...rest] = name.split('+');
  const make = Object.hasOwn(editors, id) ? editors[id] : undefined;
  if (!make) throw unknown(name, `There is no editor "${id}".`);
  return rest.reduce((editor: Editor, combinator) => {
    const combine = Object.hasOwn(combinators, combinator) ? combinators[combinator] : undefined;
    if (!combine) throw unknown(name, `"${combinator}" is nothing an editor can be combined with.`);
    return combine(editor);
  }, make());
}

function unknown(editor: string, message: string): SettingsError {
  return new SettingsError({
    code: 'unknown-editor',
    message,
    hint: `Editors: ${Object.keys(editors).join(', ')}; after a plus sign: ${Object.keys(combinators).join(', ')}, as in memit+nullspace.`,
    data: { editor },
  });
}
