import type { Compat, EditSettings, Fact, KnownValues, ModelPort, ValueStore, Work } from '@alphaedit/spec';

/** What clamp and weight decay are measured by: the edit layer's output, or what its MLP adds to it. */
export type ValueNorm = 'block' | 'mlp';

/** Facts to find values for, on which model and with which settings. */
export interface OptimiseValuesRequest extends Work {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly settings: EditSettings;
  readonly templates: readonly string[];
  /** `block` by default. */
  readonly valueNorm?: ValueNorm;
  /** How targets become tokens: as the continuation of their prompt by default. */
  readonly compat?: Compat;
  /** Looked into first; ignored for a model that does not tell its state. */
  readonly valueStore?: ValueStore;
  /** Values that are not searched for. */
  readonly knownValues?: KnownValues;
}
