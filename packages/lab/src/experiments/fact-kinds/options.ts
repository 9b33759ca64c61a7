import type { LaboratoryOptions } from '../laboratory-options.js';

export interface FactKindsOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly batch: number;
}
