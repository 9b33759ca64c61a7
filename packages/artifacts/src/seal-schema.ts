import { z } from 'zod';
import { sha256Schema as sha256 } from './schema-parts.js';

const count = z.int().min(0);

/**
 * `seal.json` of a run: what the run holds, so that a file that is missing, was put back or was changed shows. A chain
 * leads to it: the record of each batch holds the hash of the record before it, that of the first the manifest's.
 */
export const sealSchema = z.strictObject({
  format: z.literal('alphaedit-seal'),
  schemaVersion: z.literal(1),
  /** SHA-256 of `manifest.json`. */
  manifest: sha256,
  /** Batches, and SHA-256 of the record of the last one; of `manifest.json` before the first. */
  batches: count,
  head: sha256,
  /** Entries of the ledger, and the hash of their chain (`ledgerHash`). */
  ledger: z.strictObject({ entries: count, hash: z.string() }),
  /** Additions, and SHA-256 of the record of the last one; absent where there are none. */
  additions: z.strictObject({ count: z.int().min(1), head: sha256 }).optional(),
});

/** @see sealSchema */
export type Seal = Readonly<Omit<z.infer<typeof sealSchema>, 'format' | 'schemaVersion'>>;
