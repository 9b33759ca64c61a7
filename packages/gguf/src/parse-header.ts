import { isGitLfsPointer } from '@alphaedit/spec';
import { GGML_TYPES, type GgmlType, ggmlBytes, ggmlType } from './ggml-type.js';
import { type GgufErrorCode, ggufError } from './gguf-error.js';
import { ALIGNMENT, ALIGNMENT_KEY, aligned, MAGIC } from './header-layout.js';
import { type GgufMetadata, type GgufValue, type Scalar, type ScalarType, VALUE_TYPES } from './metadata.js';

/** Where a tensor lies in its file. */
export interface GgufTensorInfo {
  readonly name: string;
  readonly type: GgmlType;
  /** Row-major: the last number is the length of a row. */
  readonly shape: readonly number[];
  /** Number of elements: the product of `shape`. */
  readonly size: number;
  /** First byte, counted from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

/** What the header of a GGUF file says. */
export interface GgufHeader {
  readonly metadata: GgufMetadata;
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, GgufTensorInfo>;
}

/** Tensors of a file at most: as many as a safetensors file may have. */
const MAX_TENSORS = 250_000;
/** Values of the metadata at most; published files have some dozens. */
const MAX_VALUES = 65_536;
const MAX_DIMENSIONS = 4;
/** Elements of a list at most: the largest lists are vocabularies and their merges, some 500 000. */
const MAX_ELEMENTS = 2 ** 24;
const LARGEST_ALIGNMENT = 2 ** 16;

/**
 * Reads and checks the header of a GGUF file. All lengths are held to the bytes that are there before anything is made of
 * them, and every tensor must lie within the file, aligned, and without touching another.
 *
 * @param bytes the file from its start
 * @param fileSize length of the whole file in bytes
 * @returns the header, or nothing where it does not end within `bytes` and the file goes on: give more of it
 * @throws {CheckpointError} `gguf-truncated`, `gguf-header`, `gguf-type`, `gguf-version`, `git-lfs-pointer`
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function parseGgufHeader(bytes: Uint8Array, fileSize: number, source: string): GgufHeader | undefined {
  if (isGitLfsPointer(bytes)) {
    throw ggufError('git-lfs-pointer', source, 'is a Git LFS pointer, not the file itself.');
  }
  const more = bytes.length < fileSize;
  try {
    return parse(new Cursor(bytes, source), fileSize);
  } catch (error) {
    if (error !== ENDS) throw error;
    if (more) return undefined;
    throw ggufError('gguf-truncated', source, `the header goes on behind the file's ${fileSize} bytes.`, {
      fileSize,
    });
  }
}

/** Thrown where the bytes given end. */
const ENDS = new Error('the bytes end');

function parse(at: Cursor, fileSize: number): GgufHeader {
  const magic = at.uint32();
  if (magic !== MAGIC) throw at.bad('is not a GGUF file: it does not begin with "GGUF".');
  const version = at.uint32();
  if (version !== 2 && version !== 3) {
    throw at.bad(`is GGUF of version ${version}.`, { version }, 'gguf-version');
  }
  const tensorCount = at.count(MAX_TENSORS, 'tensors');
  const valueCount = at.count(MAX_VALUES, 'values');
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < valueCount; i++) {
    const key = at.text();
    if (metadata.has(key)) throw at.bad(`the metadata holds the key ${JSON.stringify(key)} twice.`, { key });
    metadata.set(key, at.value(key));
  }
  const alignment = alignmentOf(metadata, at);
  const infos: GgufTensorInfo[] = [];
  const names = new Set<string>();
  for (let i = 0; i < tensorCount; i++) {
    const tensor = at.tensor();
    if (names.has(tensor.name)) {
      throw at.bad(`the header holds the tensor ${JSON.stringify(tensor.name)} twice.`, {
        tensor: tensor.name,
      });
    }
    names.add(tensor.name);
    infos.push(tensor);
  }
  const dataStart = aligned(at.position, alignment);
  const tensors = infos.map((info) => ({ ...info, offset: dataStart + info.offset }));
  assertPlaces(tensors, { alignment, dataStart, fileSize, at });
  return { metadata, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
}

function alignmentOf(metadata: GgufMetadata, at: Cursor): number {
  const value = metadata.get(ALIGNMENT_KEY)?.value ?? ALIGNMENT;
  const isPower = typeof value === 'number' && value > 0 && Number.isInteger(Math.log2(value));
  if (isPower && value <= LARGEST_ALIGNMENT) return value;
  throw at.bad(`${ALIGNMENT_KEY} is ${String(value)}, which is no power of 2 up to ${LARGEST_ALIGNMENT}.`, {
    field: ALIGNMENT_KEY,
  });
}

/** Every tensor within the file, aligned, none over another. */
function assertPlaces(
  tensors: readonly GgufTensorInfo[],
  {
    alignment,
    dataStart,
    fileSize,
    at,
  }: { alignment: number; dataStart: number; fileSize: number; at: Cursor },
): void {
  let end = dataStart;
  for (const { name, offset, byteLength } of [...tensors].sort((a, b) => a.offset - b.offset)) {
    const bad = (problem: string, code?: GgufErrorCode) =>
      at.bad(`tensor ${JSON.stringify(name)} ${problem}`, { tensor: name, fileSize }, code);
    if ((offset - dataStart) % alignment !== 0) throw bad(`begins at no multiple of ${alignment}.`);
    if (offset < end) throw bad('overlaps the tensor before it.');
    end = offset + byteLength;
    if (!Number.isSafeInteger(end)) throw bad('ends at no whole number.');
    if (end > fileSize) throw bad(`ends at byte ${end}, the file at ${fileSize}.`, 'gguf-truncated');
  }
}

class Cursor {
  position = 0;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #source: string;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, source: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#source = source;
  }

  bad(problem: string, data: Readonly<Record<string, unknown>> = {}, code: GgufErrorCode = 'gguf-header') {
    return ggufError(code, this.#source, problem, data);
  }

  /** Where the next bytes begin. */
  #take(length: number): number {
    const from = this.position;
    if (from + length > this.#bytes.length) throw ENDS;
    this.position += length;
    return from;
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  #uint64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  /** A number of things, at most `most` of them. */
  count(most: number, things: string): number {
    const count = this.#uint64();
    if (count <= BigInt(most)) return Number(count);
    throw this.bad(`tells of ${count} ${things}; at most ${most} are read.`);
  }

  text(): string {
    const length = this.#uint64();
    if (length > BigInt(MAX_ELEMENTS)) {
      throw this.bad(`holds a text of ${length} bytes; at most ${MAX_ELEMENTS} are read.`);
    }
    const from = this.#take(Number(length));
    try {
      return this.#decoder.decode(this.#bytes.subarray(from, this.position));
    } catch {
      throw this.bad('holds a text that is not UTF-8.');
    }
  }

  value(key: string): GgufValue {
    const type = this.#type(key);
    if (type !== 'array') return { type, value: this.#scalar(type) };
    const of = this.#type(key);
    if (of === 'array')
      throw this.bad(`${JSON.stringify(key)} is a list of lists, which no model has.`, { key });
    const length = this.count(MAX_ELEMENTS, `elements of ${JSON.stringify(key)}`);
    const value: Scalar[] = [];
    for (let i = 0; i < length; i++) value.push(this.#scalar(of));
    return { type, of, value };
  }

  /** A tensor, its `offset` counted from where the tensors begin. */
  tensor(): GgufTensorInfo {
    const name = this.text();
    const bad = (problem: string, code?: GgufErrorCode) =>
      this.bad(`tensor ${JSON.stringify(name)}: ${problem}`, { tensor: name }, code);
    const dimensions = this.uint32();
    if (dimensions > MAX_DIMENSIONS)
      throw bad(`it has ${dimensions} dimensions; at most ${MAX_DIMENSIONS} are read.`);
    const shape: number[] = [];
    for (let i = 0; i < dimensions; i++) shape.unshift(Number(this.#uint64()));
    const id = this.uint32();
    const type = ggmlType(id);
    if (!type) throw bad(`element type ${id} is not known.`, 'gguf-type');
    const offset = Number(this.#uint64());
    const size = shape.reduce((product, n) => product * n, 1);
    const byteLength = ggmlBytes(type, size);
    if (
      !Number.isSafeInteger(offset) ||
      !Number.isSafeInteger(size) ||
      (shape.at(-1) ?? 1) % GGML_TYPES[type].block !== 0
    ) {
      throw bad(`a shape of [${shape}] at ${offset} is none of ${type}.`);
    }
    return { name, type, shape, size, offset, byteLength };
  }

  #type(key: string) {
    const id = this.uint32();
    const type = VALUE_TYPES[id];
    if (type) return type;
    throw this.bad(`${JSON.stringify(key)} has the type ${id}, which is not known.`, { key });
  }

  #scalar(type: ScalarType): Scalar {
    switch (type) {
      case 'string':
        return this.text();
      case 'bool':
        return this.#view.getUint8(this.#take(1)) !== 0;
      case 'uint8':
        return this.#view.getUint8(this.#take(1));
      case 'int8':
        return this.#view.getInt8(this.#take(1));
      case 'uint16':
        return this.#view.getUint16(this.#take(2), true);
      case 'int16':
        return this.#view.getInt16(this.#take(2), true);
      case 'uint32':
        return this.uint32();
      case 'int32':
        return this.#view.getInt32(this.#take(4), true);
      case 'float32':
        return this.#view.getFloat32(this.#take(4), true);
      case 'float64':
        return this.#view.getFloat64(this.#take(8), true);
      case 'uint64':
        return this.#uint64();
      case 'int64':
        return this.#view.getBigInt64(this.#take(8), true);
    }
  }
}
