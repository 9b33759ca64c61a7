import type { LaboratoryOptions } from '../laboratory-options.js';

export interface RegularisationOptions extends LaboratoryOptions {
  readonly batch: number;
  readonly lambda: readonly number[];
  readonly beta: readonly number[];
  readonly every?: number;
  readonly prompts: number;
}
