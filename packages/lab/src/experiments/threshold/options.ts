import type { LaboratoryOptions } from '../laboratory-options.js';

export interface ThresholdOptions extends LaboratoryOptions {
  readonly batch: number;
  readonly absolute: readonly number[];
  readonly relative: readonly number[];
}
