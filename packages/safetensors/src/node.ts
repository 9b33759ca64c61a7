export { type ByteFile, openByteFile } from './open-byte-file.js';
export { openSafetensors, type SafetensorsFile } from './open-safetensors.js';
export { removeStaleTemporaries } from './remove-stale-temporaries.js';
export { writeError } from './write-error.js';
export { writeFileAtomically } from './write-file-atomically.js';
export { type LazyTensorData, type WriteSafetensorsOptions, writeSafetensors } from './write-safetensors.js';
