import { z } from 'zod';

/** `ledger.json` of a run: what was taken out and put back, in order. */
export const ledgerSchema = z.strictObject({
  format: z.literal('alphaedit-ledger'),
  schemaVersion: z.literal(1),
  entries: z.array(
    z.strictObject({
      action: z.enum(['undo', 'restore']),
      /** Facts of the run, counted from 0. */
      facts: z.array(z.int().min(0)).min(1),
      /** When, as an ISO 8601 date. */
      at: z.string(),
    }),
  ),
});

/** One entry of the ledger: facts taken out of a run, or put back. */
export type LedgerEntry = Readonly<z.infer<typeof ledgerSchema>['entries'][number]>;

/** The facts that are out after all entries. */
export function undoneAfter(entries: readonly LedgerEntry[]): ReadonlySet<number> {
  const undone = new Set<number>();
  for (const { action, facts } of entries) {
    for (const fact of facts) {
      if (action === 'undo') undone.add(fact);
      else undone.delete(fact);
    }
  }
  return undone;
}
