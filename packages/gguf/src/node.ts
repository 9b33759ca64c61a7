export { type GgufFile, openGguf } from './node/open-gguf.js';
export { type LazyGgufTensor, type WriteGgufOptions, writeGguf } from './node/write-gguf.js';
