export { type GgufAdapter, type GgufAdapterOptions, ggufAdapter } from './adapters/gguf-adapter.js';
export { type MlxAdapterOptions, mlxAdapter } from './adapters/mlx-adapter.js';
export {
  type AdaptedModule,
  type LoraAdapter,
  type LoraAdapterOptions,
  loraAdapter,
} from './adapters/peft-adapter.js';
export type { Addition } from './addition-schema.js';
export type { RunAnswers } from './answers-schema.js';
export { decodeDeltas } from './decode-deltas.js';
export { assertPackOf, decodeEditPack } from './decode-edit-pack.js';
export { decodeState } from './decode-state.js';
export type { DecodedEditPack, EditPack, EditPackManifest, PackParent } from './edit-pack.js';
export { encodeDeltas } from './encode-deltas.js';
export { encodeEditPack } from './encode-edit-pack.js';
export { encodeState } from './encode-state.js';
export type { LedgerEntry } from './ledger-schema.js';
export { manifestDifferences } from './manifest-differences.js';
export type { Ancestor, ModelIdentity } from './model-identity.js';
export type { NamedPack } from './packs/assert-same-base.js';
export type { ChangeDistance } from './packs/change-distances.js';
export { diffPacks, type PackDiff, type PackFact, type SharedQuestion } from './packs/diff-packs.js';
export {
  type ConflictPolicy,
  type MergedPack,
  type MergedQuestion,
  type MergeOptions,
  mergePacks,
} from './packs/merge-packs.js';
export {
  type DecodedProvenance,
  decodeProvenance,
  type ExportedFile,
  encodeProvenance,
  exportBroken,
  exportedFile,
  PROVENANCE_FILE,
  type Provenance,
  provenanceOf,
} from './provenance.js';
export type { BatchRecord, NewBatchRecord, RunManifest } from './run-schema.js';
export type { RecordedForm } from './schema-parts.js';
export { separable, withoutFacts } from './without-facts.js';
