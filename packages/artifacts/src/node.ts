export { type AddedFacts, addFacts } from './node/add-facts.js';
export { type AppendedBatch, appendBatch } from './node/append-batch.js';
export { assertRunOf } from './node/assert-run-of.js';
export { checkExport, readProvenance } from './node/check-export.js';
export { createRun, type EditHistory, historyEntry } from './node/create-run.js';
export {
  type ExportCheckpointOptions,
  type ExportedCheckpoint,
  type ExportedTensor,
  exportCheckpoint,
} from './node/export-checkpoint.js';
export { factsHash } from './node/facts-hash.js';
export { finishRun } from './node/finish-run.js';
export { keepAnswers, readAnswers, readKnownBefore } from './node/keep-answers.js';
export { assertRunUnlocked, lockRun } from './node/lock-run.js';
export { openRun } from './node/open-run.js';
export { readChanges } from './node/read-changes.js';
export { columnsOf, readDeltas } from './node/read-deltas.js';
export { readHistory } from './node/read-history.js';
export { readRunFacts } from './node/read-run-facts.js';
export { readState } from './node/read-state.js';
export { readValues } from './node/read-values.js';
export { factCount, type Run, runExists, type WritableRun } from './node/run.js';
export { runStand } from './node/run-stand.js';
export type { ExportDtype } from './node/stored-dtype.js';
export { batchOf, type Superseded, supersededFacts } from './node/superseded-facts.js';
export { type LedgerRequest, restoreFacts, undoFacts } from './node/undo-facts.js';
export { type GgufSource, type WriteGgufExportOptions, writeGgufExport } from './node/write-gguf-export.js';
