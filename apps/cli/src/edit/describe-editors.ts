import { combinators, describeRange, editorById, editors } from '@alphaedit/editors';
import { AlphaEditError, type Editor } from '@alphaedit/spec';

/** One line on each editor. */
const TITLES: Readonly<Record<string, string>> = {
  alphaedit: 'AlphaEdit: sequential MEMIT in the null space of what is preserved',
  betaedit: 'BetaEdit: AlphaEdit with the covariance term',
  memit: 'MEMIT, batch by batch',
  'memit-seq': 'MEMIT that keeps earlier batches',
  prune: 'PRUNE: MEMIT with the singular values of the whole change restrained',
  rect: 'RECT: MEMIT with only the relatively largest changes kept',
  rome: 'ROME: one fact after the other at the last of the layers',
  emmet: "EMMET: ROME's equality constraint for a batch",
  ft: 'FT: fine-tuning of one weight',
  blue: 'BLUE: sequential MEMIT at the first and the last layer, each with its own value',
};

const COMBINED: Readonly<Record<string, string>> = {
  nullspace: 'in the null space of what is preserved',
  blue: 'at the first and the last layer only',
};

/**
 * All editors, or the one asked for, with what they need and the settings they have of their own.
 *
 * @throws {SettingsError} `unknown-editor`
 */
export function describeEditors(id?: string) {
  const ids = id === undefined ? Object.keys(editors) : [id];
  return { editors: ids.map((one) => describe(editorById(one))), combinators: Object.keys(combinators) };
}

function describe({ id, requires, supports, settings = {} }: Editor) {
  const described = Object.entries(settings).map(([name, setting]) => [
    name,
    { ...setting, range: describeRange(setting) },
  ]);
  return {
    id,
    title: id
      .split('+')
      .map((part, i) => (i === 0 ? TITLES[part] : COMBINED[part]) ?? part)
      .join(', '),
    requires,
    supports,
    combinesWith: Object.keys(combinators).filter((combinator) => combines(`${id}+${combinator}`)),
    settings: Object.fromEntries(described) as Record<
      string,
      NonNullable<Editor['settings']>[string] & { readonly range: string }
    >,
  };
}

/** Whether there is such a combination, and it differs from what it is made of. */
function combines(name: string): boolean {
  try {
    return editorById(name).id === name;
  } catch (error) {
    if (AlphaEditError.isInstance(error)) return false;
    throw error;
  }
}
