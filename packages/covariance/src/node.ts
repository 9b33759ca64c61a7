export {
  type BuildStatisticsOptions,
  type BuiltLayer,
  type BuiltStatistics,
  buildStatistics,
} from './node/build-statistics.js';
export { type CollectionChoice, fittingCollections } from './node/choose-collection.js';
export {
  type DecomposedLayer,
  type DecomposeStatisticsOptions,
  decomposeStatistics,
} from './node/decompose-statistics.js';
export { fileCheckpoint } from './node/file-checkpoint.js';
export { type FindCollectionOptions, type FoundCollection, findCollection } from './node/find-collection.js';
export type { Collection, LayerEntry } from './node/manifest.js';
export { type OpenStatisticsOptions, openStatistics, type StoredStatistics } from './node/open-statistics.js';
export { readCollections } from './node/read-collections.js';
export { readDocuments } from './node/read-documents.js';
export { type VerifiedLayer, verifyLayer } from './node/verify-layer.js';
export {
  type WriteStatisticsOptions,
  type WrittenLayer,
  type WrittenStatistics,
  writeStatistics,
} from './node/write-statistics.js';
