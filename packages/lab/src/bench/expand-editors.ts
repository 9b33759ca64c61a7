import { editorById, editors } from '@alphaedit/editors';
import { AlphaEditError, SettingsError } from '@alphaedit/spec';

const LINE = '+nullspace';

/** The editors the paper puts the null-space constraint into. */
const LIFTED = ['memit', 'prune', 'rect'];

/**
 * Editors by id from what was asked for, without repetition and in order. `all` stands for every editor, each
 * followed by its form with the null-space constraint where it has one; with `lift`, that form follows every editor
 * named, and without names MEMIT, PRUNE and RECT are taken.
 *
 * @throws {SettingsError} `unknown-editor`
 */
export function expandEditors(asked: string | undefined, lift = false): string[] {
  const names = (asked ?? (lift ? LIFTED.join(',') : 'alphaedit,memit'))
    .split(',')
    .map((name) => name.trim());
  const ids = names.flatMap((name) => {
    if (name === 'all') return editors.flatMap(({ id }) => withLine(id));
    editorById(name);
    return lift ? withLine(name) : [name];
  });
  if (lift && !ids.some((id) => id.endsWith(LINE))) {
    throw new SettingsError({
      code: 'no-null-space-form',
      message: `None of ${names.join(', ')} has a form with the null-space constraint.`,
      hint: 'Ask for memit, prune or rect, or leave `lift` out.',
    });
  }
  return [...new Set(ids)];
}

/** The pairs of a list that differ in the null-space constraint alone. */
export function liftPairs(ids: readonly string[]): { plain: string; constrained: string }[] {
  return ids.flatMap((plain) => {
    const constrained = plain + LINE;
    return ids.includes(constrained) ? [{ plain, constrained }] : [];
  });
}

/** Colour group of an editor in plots: it and its form with the constraint belong together. */
export const plainOf = (id: string) => (id.endsWith(LINE) ? id.slice(0, -LINE.length) : id);

/** An editor that is under the constraint already, or cannot be put there, stands alone. */
function withLine(id: string): string[] {
  if (editorById(id).requires.includes('projector')) return [id];
  try {
    return [id, editorById(id + LINE).id === id ? '' : id + LINE].filter(Boolean);
  } catch (error) {
    if (AlphaEditError.isInstance(error)) return [id];
    throw error;
  }
}
