export { decodeDeltas } from './decode-deltas.js';
export { assertPackOf, decodeEditPack } from './decode-edit-pack.js';
export { decodeState } from './decode-state.js';
export type { EditPack, EditPackManifest } from './edit-pack.js';
export { encodeDeltas } from './encode-deltas.js';
export { encodeEditPack } from './encode-edit-pack.js';
export { encodeState } from './encode-state.js';
export { manifestDifferences } from './manifest-differences.js';
export type { BatchRecord, NewBatchRecord, RunManifest } from './run-schema.js';
