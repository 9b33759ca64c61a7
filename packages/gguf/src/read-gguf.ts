import type { ByteSource } from '@alphaedit/safetensors';
import { dequantize } from './dequantize.js';
import { GGML_TYPES } from './ggml-type.js';
import { ggufError } from './gguf-error.js';
import { type GgufHeader, type GgufTensorInfo, parseGgufHeader } from './parse-header.js';

/** A GGUF file with its header read. Only the header is in memory; every read fills a fresh array of its own. */
export interface GgufReader extends GgufHeader {
  /** How messages name the file. */
  readonly name: string;
  readonly fileSize: number;
  tensor(name: string): GgufTensorInfo;
  /** Stored bytes of elements `from` … `to − 1`, which begin and end with a block; all unless given. */
  readBytes(name: string, range?: { readonly from: number; readonly to: number }): Promise<Uint8Array>;
  /** The numbers they stand for. @throws {CheckpointError} `gguf-type` */
  readFloat32(name: string, range?: { readonly from: number; readonly to: number }): Promise<Float32Array>;
}

/** Bytes of a header asked for at first; a vocabulary of 150 000 tokens takes some 6 MB. */
const FIRST_BYTES = 2 ** 20;
/** Longest header read: some eight times the longest known. */
const MAX_HEADER_BYTES = 2 ** 28;

/**
 * Reads the header of a GGUF file, wherever its bytes lie, in pieces that grow until it is whole.
 *
 * @throws {CheckpointError} `gguf-truncated`, `gguf-header`, `gguf-type`, `gguf-version`, `git-lfs-pointer`; reading
 * a tensor that is not there, `missing-tensor`
 */
export async function readGguf(source: ByteSource): Promise<GgufReader> {
  const { metadata, tensors } = await wholeHeader(source);
  const tensor = (name: string): GgufTensorInfo => {
    const found = tensors.get(name);
    if (found) return found;
    throw ggufError('missing-tensor', source.name, `holds no tensor ${JSON.stringify(name)}.`, {
      tensor: name,
    });
  };
  const readBytes: GgufReader['readBytes'] = async (name, range) => {
    const { offset, size, type } = tensor(name);
    const { from, to } = range ?? { from: 0, to: size };
    const { block, bytes } = GGML_TYPES[type];
    return source.read(offset + (from / block) * bytes, offset + (to / block) * bytes);
  };
  return {
    metadata,
    tensors,
    name: source.name,
    fileSize: source.size,
    tensor,
    readBytes,
    readFloat32: async (name, range) =>
      dequantize(await readBytes(name, range), tensor(name).type, `${source.name}: ${name}`),
  };
}

async function wholeHeader(source: ByteSource): Promise<GgufHeader> {
  for (let length = FIRST_BYTES; ; length *= 4) {
    const bytes = await source.read(0, Math.min(length, source.size));
    const header = parseGgufHeader(bytes, source.size, source.name);
    if (header) return header;
    if (length >= MAX_HEADER_BYTES) {
      throw ggufError('gguf-header', source.name, `the header takes more than ${MAX_HEADER_BYTES} bytes.`);
    }
  }
}
