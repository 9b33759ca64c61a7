export { randomNumbers, relativeDistance, type TinyCheckpoint, tinyCheckpoint } from '@alphaedit/conformance';
export { describeEachEngine } from './describe-each-engine.js';
export { expectNoTensorLeak } from './expect-no-tensor-leak.js';
export { sentencePieceCheckpoint } from './sentence-piece-checkpoint.js';
export { describeShared, sharedPath } from './shared.js';
export { temporaryFolder } from './temporary-folder.js';
export { nodeArguments, testsBuiltCode } from './tested-code.js';
export { tinyFacts, tinyText, writeTinyModel } from './write-tiny-model.js';
