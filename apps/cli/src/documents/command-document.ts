import type { z } from 'zod';

/**
 * A JSON document that a command prints with `--json`. Its schema is strict: a document with a field that is not
 * described, or without one that is, does not fit, and every test that runs a command with `--json` holds its
 * document to it. The reference pages are made from the same schemas.
 */
export interface CommandDocument {
  /** When a command prints this one, where it has several: "with `--dry-run`". */
  readonly when?: string;
  readonly schema: z.ZodObject;
}
