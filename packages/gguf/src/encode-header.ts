import { SettingsError } from '@alphaedit/spec';
import { GGML_TYPES, type GgmlType, ggmlBytes } from './ggml-type.js';
import { ALIGNMENT, ALIGNMENT_KEY, aligned, MAGIC, VERSION } from './header-layout.js';
import { type GgufMetadata, type GgufValue, type Scalar, type ScalarType, VALUE_TYPES } from './metadata.js';

/** A tensor as the header tells of it. */
export interface GgufTensorSpec {
  readonly name: string;
  readonly type: GgmlType;
  /** Row-major, as everywhere in this project: the last number is the length of a row. (ggml writes them reversed.) */
  readonly shape: readonly number[];
}

/** A header, and where the bytes of each tensor go. */
export interface EncodedHeader {
  readonly bytes: Uint8Array;
  /** For each tensor its bytes, and the zeros that follow them. */
  readonly layout: readonly { readonly byteLength: number; readonly padding: number }[];
}

const MAX_DIMENSIONS = 4;
/** llama.cpp keeps names in 64 bytes, with the zero at their end. */
const MAX_NAME_BYTES = 63;

/**
 * Header of a GGUF file of version 3: metadata, tensor names, types, shapes and offsets, to the first tensor's first byte.
 *
 * @throws {SettingsError} `gguf-tensor` for a name used twice or too long, or a shape the type cannot hold
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function encodeGgufHeader(metadata: GgufMetadata, tensors: readonly GgufTensorSpec[]): EncodedHeader {
  const alignment = Number(metadata.get(ALIGNMENT_KEY)?.value ?? ALIGNMENT);
  const out = byteSink();
  out.number('uint32', MAGIC);
  out.number('uint32', VERSION);
  out.number('uint64', tensors.length);
  out.number('uint64', metadata.size);
  for (const [key, value] of metadata) {
    out.text(key);
    writeValue(out, value);
  }
  const names = new Set<string>();
  const layout: EncodedHeader['layout'][number][] = [];
  let offset = 0;
  for (const tensor of tensors) {
    assertTensor(tensor, names);
    const { name, type, shape } = tensor;
    const byteLength = ggmlBytes(
      type,
      shape.reduce((product, n) => product * n, 1),
    );
    const next = aligned(offset + byteLength, alignment);
    out.text(name);
    out.number('uint32', shape.length);
    for (const n of [...shape].reverse()) out.number('uint64', n);
    out.number('uint32', GGML_TYPES[type].id);
    out.number('uint64', offset);
    layout.push({ byteLength, padding: next - offset - byteLength });
    offset = next;
  }
  return { bytes: out.bytes(alignment), layout };
}

function assertTensor({ name, type, shape }: GgufTensorSpec, names: Set<string>): void {
  const whole = shape.every((n) => Number.isSafeInteger(n) && n > 0);
  const fits =
    shape.length > 0 && shape.length <= MAX_DIMENSIONS && shape.at(-1)! % GGML_TYPES[type].block === 0;
  const long = new TextEncoder().encode(name).length > MAX_NAME_BYTES;
  if (whole && fits && !long && !names.has(name)) {
    names.add(name);
    return;
  }
  throw new SettingsError({
    code: 'gguf-tensor',
    message: `A GGUF file cannot hold the tensor ${JSON.stringify(name)} [${shape}] as ${type}.`,
    hint: `Give each tensor a name of its own of at most ${MAX_NAME_BYTES} bytes, and rows that are a multiple of the type's block (${GGML_TYPES[type].block}).`,
    data: { tensor: name, shape, type },
  });
}

function writeValue(out: ByteSink, value: GgufValue): void {
  out.number('uint32', VALUE_TYPES.indexOf(value.type));
  if (value.type !== 'array') {
    out.scalar(value.type, value.value);
    return;
  }
  out.number('uint32', VALUE_TYPES.indexOf(value.of));
  out.number('uint64', value.value.length);
  for (const one of value.value) out.scalar(value.of, one);
}

interface ByteSink {
  number(type: ScalarType, value: number | bigint): void;
  text(text: string): void;
  scalar(type: ScalarType, value: Scalar): void;
  /** All bytes, with zeros to a multiple of `alignment`. */
  bytes(alignment: number): Uint8Array;
}

const WIDTH: Readonly<Record<ScalarType, number>> = {
  uint8: 1,
  int8: 1,
  bool: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
  string: 0,
};

function byteSink(): ByteSink {
  let bytes = new Uint8Array(2 ** 16);
  let position = 0;
  const encoder = new TextEncoder();
  const room = (more: number): DataView => {
    if (position + more > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, position + more));
      larger.set(bytes);
      bytes = larger;
    }
    const view = new DataView(bytes.buffer, position, more);
    position += more;
    return view;
  };
  const number = (type: ScalarType, value: number | bigint) => {
    const view = room(WIDTH[type]);
    if (type === 'float32') view.setFloat32(0, Number(value), true);
    else if (type === 'float64') view.setFloat64(0, Number(value), true);
    else if (WIDTH[type] === 8) view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
    else if (WIDTH[type] === 4) view.setUint32(0, Number(value), true);
    else if (WIDTH[type] === 2) view.setUint16(0, Number(value), true);
    else view.setUint8(0, Number(value));
  };
  const text = (value: string) => {
    const encoded = encoder.encode(value);
    number('uint64', encoded.length);
    room(encoded.length);
    bytes.set(encoded, position - encoded.length);
  };
  return {
    number,
    text,
    scalar: (type, value) =>
      type === 'string'
        ? text(String(value))
        : number(type, typeof value === 'bigint' ? value : Number(value)),
    bytes(alignment) {
      room(aligned(position, alignment) - position);
      return bytes.slice(0, position);
    },
  };
}
