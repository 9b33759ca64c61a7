import type { ByteSource } from '@alphaedit/safetensors';
import { array, bool, float32, type GgufMetadata, string, uint32 } from '../src/index.js';

/** Metadata with a value of every kind that models have. */
export const metadata: GgufMetadata = new Map([
  ['general.architecture', string('gpt2')],
  ['general.file_type', uint32(1)],
  ['gpt2.attention.layer_norm_epsilon', float32(0.5)],
  ['tokenizer.ggml.add_bos_token', bool(true)],
  ['tokenizer.ggml.tokens', array('string', ['a', '', 'ä▁'])],
  ['tokenizer.ggml.scores', array('float32', [0.25, -1, 3])],
  ['general.size', { type: 'uint64', value: 2n ** 40n }],
  ['general.offset', { type: 'int64', value: -3n }],
  ['general.small', { type: 'int8', value: -3 }],
  ['general.bytes', array('uint8', [1, 255])],
]);

/** Bytes in memory as a file. */
export const inMemory = (bytes: Uint8Array, name = 'sample.gguf'): ByteSource => ({
  name,
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
});
