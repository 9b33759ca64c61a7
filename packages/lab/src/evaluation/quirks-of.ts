import { QUIRKS, type Quirk } from '@alphaedit/eval';
import type { EvalInputs } from './read-inputs.js';

/** The quirks of `--compat official` that touch what is measured, each with what it does. */
export function quirksOf({ tasks, capability }: EvalInputs): Partial<Record<Quirk, string>> {
  const touched: Record<Quirk, boolean> = {
    'rte-labels': capability.some(({ id }) => id === 'rte'),
    'targets-alone': tasks.facts?.length !== 0,
    'retokenised-targets': tasks.facts?.length !== 0,
    'treebank-words': tasks.fluency,
  };
  const names = (Object.keys(QUIRKS) as Quirk[]).filter((name) => touched[name]);
  return Object.fromEntries(names.map((name) => [name, QUIRKS[name]]));
}
