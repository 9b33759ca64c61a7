import type { LaboratoryOptions } from '../laboratory-options.js';

export interface LeakOptions extends LaboratoryOptions {
  readonly absolute: readonly number[];
  readonly relative: readonly number[];
}
