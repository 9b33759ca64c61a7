import type { Matrix } from '@alphaedit/spec';

/** The keys of a batch at one layer, as columns, one per fact: the inputs of its MLP's down-projection. */
export interface SubjectKeys {
  /** K [keySize, facts]: ½ plain prompt + ½ mean of the other templates. */
  readonly keys: Matrix<Float64Array>;
  /** The same for the plain prompts alone, [keySize, facts]. */
  readonly plainKeys: Matrix<Float64Array>;
  /** The same as the mean over all templates, the plain prompt among them, [keySize, facts]. */
  readonly meanKeys: Matrix<Float64Array>;
}
