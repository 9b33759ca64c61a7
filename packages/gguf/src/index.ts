export { dequantize } from './dequantize.js';
export { type EncodedHeader, encodeGgufHeader, type GgufTensorSpec } from './encode-header.js';
export { GGML_TYPES, type GgmlType, ggmlBytes } from './ggml-type.js';
export {
  array,
  bool,
  float32,
  type GgufMetadata,
  type GgufValue,
  type Scalar,
  type ScalarType,
  string,
  uint32,
} from './metadata.js';
export { type GgufHeader, type GgufTensorInfo, parseGgufHeader } from './parse-header.js';
export { quantize, type WrittenType } from './quantize.js';
export { type GgufReader, readGguf } from './read-gguf.js';
