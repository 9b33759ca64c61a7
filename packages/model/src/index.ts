export { architectures } from './architectures/index.js';
export { askedInChat, type ChatChoice, isTunedForChat } from './chat/asked-in-chat.js';
export { type ChatFormOptions, chatForm } from './chat/chat-form.js';
export { inChatForm } from './chat/in-chat-form.js';
export { withTokenizer } from './chat/with-tokenizer.js';
export { type CheckpointFile, checkpointFile } from './checkpoint-file.js';
export type { ConfigPolicy } from './config/unread-fields.js';
export { contextTemplates } from './context-templates.js';
export { type GenerateOptions, generate } from './generate.js';
export { type GgufModel, ggufModel } from './gguf/gguf-model.js';
export { type GgufTensor, toGgufLayout } from './gguf/gguf-tensors.js';
export { llamaCppFamily } from './gguf/llama-cpp-family.js';
export type { QuantizedType } from './gguf/quantized-tensors.js';
export { type LoadTransformerOptions, loadTransformer } from './load-transformer.js';
export {
  type CheckpointFiles,
  type OpenCheckpointFilesOptions,
  openCheckpointFiles,
  type TokenizerFiles,
} from './open-checkpoint-files.js';
export type { TokenChoice } from './pick-token.js';
export { type ReadShapeOptions, readShape, requiredWeights } from './read-shape.js';
export type { StoredTensor, TensorSource } from './tensor-source.js';
export {
  type CheckpointTokenizer,
  type CreateTokenizerOptions,
  createTokenizer,
} from './tokenizer/create-tokenizer.js';
export type { Architecture, ConfigReader, LlamaCppFamily, TransformerShape } from './transformer-shape.js';
export type { WeightResidency } from './weights/place-weight.js';
