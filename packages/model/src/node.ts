export { type CheckpointFolder, openCheckpoint } from './checkpoint-folder.js';
export { type ChosenWeights, chooseWeights } from './choose-weights.js';
export { defaultCacheFolder, pulledModel } from './hub/model-cache.js';
export { modelFolder } from './hub/model-folder.js';
export { type ModelId, parseModelId } from './hub/model-id.js';
export { type PulledModel, type PullOptions, pullModel } from './hub/pull-model.js';
export { type CheckpointSummary, inspectCheckpoint } from './inspect-checkpoint.js';
export { type LoadModelOptions, loadModel } from './load-model.js';
