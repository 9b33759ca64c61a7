import type { LaboratoryOptions } from '../laboratory-options.js';

export interface RevisionsOptions extends LaboratoryOptions {
  readonly editors: string;
  /** How often facts have been revised when they are measured. */
  readonly times: readonly number[];
  /** How many of the facts are revised; the others are edited once, before them. */
  readonly revised: number;
  /** Facts per batch. */
  readonly batch: number;
}
