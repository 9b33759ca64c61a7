import type { LaboratoryOptions } from '../laboratory-options.js';

export interface HiddenStatesOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly batch: number;
  readonly prompts: number;
  readonly known?: string;
  readonly lambda?: readonly number[];
}
