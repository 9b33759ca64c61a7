import type { LaboratoryOptions } from '../laboratory-options.js';

export interface BatchSizeOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly sizes: readonly number[];
}
