import { bfloat16ToFloat32, float16ToFloat32 } from '@alphaedit/safetensors';
import { GGML_TYPES, type GgmlType } from './ggml-type.js';
import { ggufError } from './gguf-error.js';
import type { BlockDecoder } from './quants/blocks.js';
import { decodeQ4_0, decodeQ4_1, decodeQ5_0, decodeQ5_1, decodeQ8_0 } from './quants/decode-32.js';
import { decodeQ2_K, decodeQ3_K, decodeQ4_K, decodeQ5_K, decodeQ6_K } from './quants/decode-256.js';

/** Bytes as whole elements of two or four, aligned. */
const words = <T>(bytes: Uint8Array, Words: new (buffer: ArrayBuffer) => T): T =>
  new Words(bytes.slice().buffer as ArrayBuffer);

const DECODERS: Partial<Record<GgmlType, BlockDecoder>> = {
  F32: (bytes, out) => out.set(words(bytes, Float32Array)),
  F16: (bytes, out) => out.set(float16ToFloat32(words(bytes, Uint16Array))),
  BF16: (bytes, out) => out.set(bfloat16ToFloat32(words(bytes, Uint16Array))),
  Q4_0: decodeQ4_0,
  Q4_1: decodeQ4_1,
  Q5_0: decodeQ5_0,
  Q5_1: decodeQ5_1,
  Q8_0: decodeQ8_0,
  Q2_K: decodeQ2_K,
  Q3_K: decodeQ3_K,
  Q4_K: decodeQ4_K,
  Q5_K: decodeQ5_K,
  Q6_K: decodeQ6_K,
};

/**
 * The numbers that stored bytes stand for, as llama.cpp computes them in float32, to the last bit.
 *
 * @param bytes whole blocks
 * @throws {CheckpointError} `gguf-type` for a type that is not read as numbers here
 */
export function dequantize(bytes: Uint8Array, type: GgmlType, source = 'GGUF'): Float32Array {
  const decode = DECODERS[type];
  if (!decode) throw ggufError('gguf-type', source, `numbers stored as ${type} cannot be read.`, { type });
  const { block, bytes: size } = GGML_TYPES[type];
  const out = new Float32Array((bytes.length / size) * block);
  decode(bytes, out);
  return out;
}
