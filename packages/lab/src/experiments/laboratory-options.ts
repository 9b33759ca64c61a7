import type { GivenSettings } from '@alphaedit/core/node';

/** What experiments on a model share. */
export interface LaboratoryOptions {
  /** File of facts. */
  readonly facts: string;
  /** Editors to set side by side, with commas between them, where the experiment compares some. */
  readonly editors?: string;
  readonly text?: readonly string[];
  readonly stats?: string;
  /** Key of the collection in `stats`, or its first digits, where several fit. */
  readonly collection?: string;
  readonly tokens?: number;
  readonly holdOut?: number;
  readonly layers?: readonly number[];
  readonly limit: number;
  readonly settings?: GivenSettings;
  readonly seed: number;
}
