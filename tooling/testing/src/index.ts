export { randomNumbers, relativeDistance, type TinyCheckpoint, tinyCheckpoint } from '@alphaedit/conformance';
export { CHAT_STYLES, type ChatStyle, type ChatStyleName } from './chat-styles.js';
export { describeEachEngine } from './describe-each-engine.js';
export { expectNoTensorLeak } from './expect-no-tensor-leak.js';
export { describeLlamaCpp, type LlamaCppModel, openInLlamaCpp } from './llama-cpp.js';
export { sentencePieceCheckpoint } from './sentence-piece-checkpoint.js';
export { describeShared, sharedPath } from './shared.js';
export { temporaryFolder } from './temporary-folder.js';
export { nodeArguments, testsBuiltCode } from './tested-code.js';
export {
  tinyChatCheckpoint,
  tinyFacts,
  tinyText,
  type WriteTinyModelOptions,
  writeTinyModel,
} from './write-tiny-model.js';
