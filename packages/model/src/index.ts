export { architectures } from './architectures/index.js';
export {
  type CheckpointFile,
  type CheckpointFiles,
  checkpointFile,
  openCheckpointFiles,
} from './checkpoint-files.js';
export { contextTemplates } from './context-templates.js';
export { type GenerateOptions, generate } from './generate.js';
export {
  checkTensors,
  type LoadTransformerOptions,
  loadTransformer,
  type TensorSource,
} from './load-transformer.js';
export { readShape, requiredWeights } from './read-shape.js';
export { seededRandom } from './seeded-random.js';
export { type CheckpointTokenizer, createTokenizer } from './tokenizer/create-tokenizer.js';
export type { Architecture, ConfigReader, TransformerShape } from './transformer-shape.js';
export type { WeightResidency } from './weights/place-weight.js';
