import { assertSameModel, type ModelIdentity } from '../model-identity.js';
import type { Run } from './run.js';

/** @throws {EditError} `run-of-another-model`, `edits-of-another-tokenizer` unless the run was made from this model */
export const assertRunOf = ({ directory, manifest }: Run, model: ModelIdentity): void =>
  assertSameModel(manifest.model, model, directory, 'run-of-another-model');
