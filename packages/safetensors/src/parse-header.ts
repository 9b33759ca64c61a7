import { isGitLfsPointer } from '@alphaedit/spec';
import { type DType, ELEMENT_BYTES, isDType } from './dtype.js';
import { duplicateKey } from './duplicate-key.js';
import { tensorError } from './tensor-error.js';

/** Where a tensor lies in its file. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Number of elements: the product of `shape`. */
  readonly size: number;
  /** First byte, counted from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  /** By name, in the order of their data in the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the length field that opens the file. */
export const LENGTH_BYTES = 8;
/** Longest header read, the limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;
/** Tensors of one file at most: the largest published checkpoints have some hundred in a file, and 100 000 in all. */
const MAX_TENSORS = 250_000;

/**
 * Length of the JSON header that follows the first 8 bytes (u64, little-endian).
 *
 * @param bytes at least the first 8 bytes of the file; a Git LFS pointer is told as such where it is there
 * @param fileSize length of the whole file in bytes
 * @param source name of the file for messages
 * @throws {CheckpointError} `git-lfs-pointer`, `safetensors-truncated`, `safetensors-header`
 */
export function headerLength(bytes: Uint8Array, fileSize: number, source = 'safetensors'): number {
  if (isGitLfsPointer(bytes)) {
    throw tensorError('git-lfs-pointer', source, 'is a Git LFS pointer, not the file itself.');
  }
  if (fileSize < LENGTH_BYTES || bytes.byteLength < LENGTH_BYTES) {
    throw tensorError('safetensors-truncated', source, `${fileSize} bytes are too few for a header.`, {
      fileSize,
    });
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw tensorError(
      'safetensors-header',
      source,
      `claims a header of ${length} bytes; at most ${MAX_HEADER_BYTES} are read.`,
    );
  }
  if (Number(length) > fileSize - LENGTH_BYTES) {
    throw tensorError(
      'safetensors-truncated',
      source,
      `the header takes ${length} bytes, the file has ${fileSize - LENGTH_BYTES} after its length field.`,
      { fileSize },
    );
  }
  return Number(length);
}

/**
 * Reads and checks the header of a safetensors file: every tensor's byte range must match its shape and
 * element type, and the ranges together must cover the data exactly, without a hole or an overlap.
 *
 * @param bytes the file from its start, at least to the end of the header
 * @param fileSize length of the whole file in bytes, against which the offsets are checked
 * @param source name of the file for messages
 * @throws {CheckpointError} `safetensors-truncated`, `safetensors-header`, `safetensors-dtype`
 * @see https://github.com/huggingface/safetensors#format
 */
export function parseHeader(
  bytes: Uint8Array,
  fileSize = bytes.byteLength,
  source = 'safetensors',
): SafetensorsHeader {
  const length = headerLength(bytes, fileSize, source);
  const dataStart = LENGTH_BYTES + length;
  if (bytes.byteLength < dataStart) {
    throw tensorError(
      'safetensors-truncated',
      source,
      `${bytes.byteLength} bytes given, the header ends at ${dataStart}.`,
    );
  }
  const announced = countDtypes(bytes.subarray(LENGTH_BYTES, dataStart));
  if (announced > MAX_TENSORS) {
    throw tensorError(
      'safetensors-header',
      source,
      `the header tells of ${announced} tensors; at most ${MAX_TENSORS} are read.`,
      { tensors: announced },
    );
  }
  const entries = parseObject(bytes.subarray(LENGTH_BYTES, dataStart), source);
  const tensors: TensorInfo[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(entries)) {
    if (name === '__metadata__') metadata = readMetadata(entry, source);
    else tensors.push(readEntry(name, entry, dataStart, source));
  }
  tensors.sort((a, b) => a.offset - b.offset || a.byteLength - b.byteLength);
  checkCoverage(tensors, dataStart, fileSize, source);
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata };
}

const DTYPE = new TextEncoder().encode('"dtype"');

/** How often `"dtype"` stands in a header: once for each tensor, told before anything is made of it. */
function countDtypes(bytes: Uint8Array): number {
  let count = 0;
  for (let i = bytes.indexOf(DTYPE[0]!); i >= 0; i = bytes.indexOf(DTYPE[0]!, i + 1)) {
    if (DTYPE.every((byte, j) => bytes[i + j] === byte)) count++;
  }
  return count;
}

function parseObject(bytes: Uint8Array, source: string): object {
  let json: string;
  let value: unknown;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(json);
  } catch (cause) {
    throw tensorError('safetensors-header', source, 'the header is not JSON.', {}, cause);
  }
  if (!isPlainObject(value)) {
    throw tensorError('safetensors-header', source, 'the header is not a JSON object.');
  }
  const twice = duplicateKey(json);
  if (twice !== undefined) {
    throw tensorError(
      'safetensors-header',
      source,
      `the header holds the key ${JSON.stringify(twice)} twice.`,
      { key: twice },
    );
  }
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMetadata(value: unknown, source: string): Record<string, string> {
  if (!isPlainObject(value) || !Object.values(value).every((v) => typeof v === 'string')) {
    throw tensorError('safetensors-header', source, '__metadata__ does not map strings to strings.', {
      field: '__metadata__',
    });
  }
  return value as Record<string, string>;
}

function readEntry(name: string, entry: unknown, dataStart: number, source: string): TensorInfo {
  const bad = (field: string, problem: string) =>
    tensorError('safetensors-header', source, `tensor ${JSON.stringify(name)}: ${problem}`, {
      tensor: name,
      field,
    });
  if (!isPlainObject(entry)) throw bad('', 'its entry is not an object.');
  const { dtype, shape, data_offsets: range } = entry;
  if (!isDType(dtype)) {
    const shown = typeof dtype === 'string' ? ` ${JSON.stringify(dtype)}` : '';
    throw tensorError(
      'safetensors-dtype',
      source,
      `tensor ${JSON.stringify(name)}: unknown element type${shown}.`,
      { tensor: name, field: 'dtype' },
    );
  }
  if (!isCountArray(shape)) throw bad('shape', 'its shape is not a list of whole numbers ≥ 0.');
  if (!isCountArray(range) || range.length !== 2)
    throw bad('data_offsets', 'its data_offsets are not two whole numbers ≥ 0.');
  const size = shape.reduce((product, n) => product * n, 1);
  const byteLength = size * ELEMENT_BYTES[dtype];
  const [begin, end] = range as [number, number];
  if (!Number.isSafeInteger(byteLength) || end - begin !== byteLength) {
    throw bad(
      'data_offsets',
      `${dtype} [${shape}] takes ${byteLength} bytes, its data_offsets [${begin}, ${end}] hold ${end - begin}.`,
    );
  }
  return { name, dtype, shape, size, offset: dataStart + begin, byteLength };
}

function isCountArray(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0));
}

function checkCoverage(
  sorted: readonly TensorInfo[],
  dataStart: number,
  fileSize: number,
  source: string,
): void {
  let position = dataStart;
  for (const { name, offset, byteLength } of sorted) {
    if (offset !== position) {
      const what = offset < position ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw tensorError(
        'safetensors-header',
        source,
        `tensor ${JSON.stringify(name)} ${what}: it begins at byte ${offset}, not ${position}.`,
        { tensor: name, field: 'data_offsets' },
      );
    }
    position += byteLength;
  }
  if (position > fileSize) {
    throw tensorError(
      'safetensors-truncated',
      source,
      `the tensors end at byte ${position}, the file at ${fileSize}.`,
      { fileSize },
    );
  }
  if (position < fileSize) {
    throw tensorError(
      'safetensors-header',
      source,
      `${fileSize - position} bytes after the last tensor belong to none.`,
      { fileSize },
    );
  }
}
