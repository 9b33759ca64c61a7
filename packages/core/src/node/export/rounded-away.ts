import type { Warning } from '@alphaedit/spec';

/** Part of a weight's change that may go in rounding before it is worth a warning. */
const ROUNDED_AWAY = 0.1;

/** The warning about a change of which much went in rounding, where that is so. */
export function roundedAway(types: string, rounded: number): Warning[] {
  if (rounded <= ROUNDED_AWAY) return [];
  return [
    {
      code: 'edit-rounded',
      message: `In ${types} up to ${Number((100 * rounded).toPrecision(4))} % of a weight's change goes in rounding: \`measure: true\` says which facts no longer hold. \`dtype: 'float32'\` stores the change in full, and so does an adapter.`,
      data: { rounded },
    },
  ];
}
