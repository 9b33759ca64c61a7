export { PUBLIC_DATASETS, type PublicDataset } from './node/data/datasets.js';
export { type PullDatasetOptions, type PulledDataset, pullDataset } from './node/data/pull-dataset.js';
export { type FactSource, readFactSources, sourceName } from './node/read-fact-sources.js';
export { readFactsFile } from './node/read-facts-file.js';
export { readLines } from './node/read-lines.js';
