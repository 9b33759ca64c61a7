export { type ByteFile, openByteFile } from './open-byte-file.js';
export { openSafetensors, type SafetensorsFile } from './open-safetensors.js';
export { readWholeFile } from './read-whole-file.js';
export { type LazyTensorData, type WriteSafetensorsOptions, writeSafetensors } from './write-safetensors.js';
