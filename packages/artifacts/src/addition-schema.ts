import { z } from 'zod';
import { sha256Schema as sha256 } from './schema-parts.js';

/** The JSON file that makes an addition count: facts that a run was given after it had been begun. */
export const additionSchema = z.strictObject({
  format: z.literal('alphaedit-addition'),
  schemaVersion: z.literal(1),
  /** From 1. */
  addition: z.int().min(1),
  /** SHA-256 of the record of the addition before, of the manifest for the first. */
  previous: sha256,
  /** Facts of the run before it: its first batch begins with the next one. */
  from: z.int().min(1),
  facts: z.strictObject({ count: z.int().min(1), hash: sha256 }),
  /** Facts per batch, from here on. */
  batchSize: z.int().min(1),
  /** Version, engine and linear algebra that edit them: another engine rounds differently. */
  packageVersion: z.string(),
  engine: z.string(),
  linalg: z.string(),
});

/** Facts that a run was given after it had been begun. */
export type Addition = Readonly<Omit<z.infer<typeof additionSchema>, 'format' | 'schemaVersion'>>;
