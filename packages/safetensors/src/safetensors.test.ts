import { AlphaEditError } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { float32ToFloat16 } from './float16.js';

/** A file with this header text and so many bytes of data. */
function fileOf(header: string, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (AlphaEditError.isInstance(error)) return error.code;
    throw error;
  }
  return 'no error';
}

const entry = (dtype: string, shape: unknown, range: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: range });

describe('encodeSafetensors and decodeSafetensors', () => {
  const tensors = [
    {
      name: 'half',
      shape: [3],
      data: float32ToFloat16(Float32Array.of(1, -2.5, 65504)),
      dtype: 'F16' as const,
    },
    { name: 'double', shape: [2, 2], data: Float64Array.of(1 / 3, 2, 3, Math.PI) },
    { name: 'single', shape: [2], data: Float32Array.of(0.1, -7) },
    { name: 'empty', shape: [0, 4], data: new Float32Array(0) },
    { name: 'ids', shape: [], data: Int32Array.of(-5) },
  ];

  it('round-trips every element and the metadata', () => {
    const file = decodeSafetensors(encodeSafetensors(tensors, { made: 'für den Test' }));
    expect(file.metadata).toEqual({ made: 'für den Test' });
    expect([...file.readFloat64('double')]).toEqual([1 / 3, 2, 3, Math.PI]);
    expect([...file.readFloat32('single')]).toEqual([Math.fround(0.1), -7]);
    expect([...file.readFloat32('half')]).toEqual([1, -2.5, 65504]);
    expect(file.readFloat32('empty')).toHaveLength(0);
    expect(file.tensors.get('ids')).toMatchObject({ dtype: 'I32', shape: [], size: 1, byteLength: 4 });
    expect([...file.readBytes('ids')]).toEqual([0xfb, 0xff, 0xff, 0xff]);
  });

  it.each(['F64', 'F32', 'F16', 'BF16'] as const)('reads %s wherever it lies, also in a Buffer', (dtype) => {
    const width = { F64: 8, F32: 4, F16: 2, BF16: 2 }[dtype];
    // 1.5 in each type, its bytes at every distance from an aligned place.
    const value = { F64: '000000000000f83f', F32: '0000c03f', F16: '003e', BF16: 'c03f' }[dtype];
    for (let padding = 0; padding < 8; padding++) {
      const header = `{"x":${entry(dtype, [1], [0, width])}}${' '.repeat(padding)}`;
      const file = fileOf(header, width);
      file.set(Buffer.from(value, 'hex'), file.length - width);
      for (const bytes of [file, Buffer.from(file), Buffer.concat([Buffer.alloc(1), file]).subarray(1)]) {
        const decoded = decodeSafetensors(bytes);
        expect([...decoded.readFloat64('x'), ...decoded.readFloat32('x')]).toEqual([1.5, 1.5]);
      }
    }
  });

  it('refuses to make what fits into no array', () => {
    const data = new Float32Array(2 ** 24);
    const many = Array.from({ length: 32 }, (_, i) => ({ name: `t${i}`, shape: [data.length], data }));
    expect(codeOf(() => encodeSafetensors(many))).toBe('safetensors-too-large');
  });

  it('gives the same bytes whatever the order of the tensors, each aligned to its element', () => {
    const bytes = encodeSafetensors(tensors);
    expect(encodeSafetensors([...tensors].reverse())).toEqual(bytes);
    for (const { name, offset } of decodeSafetensors(bytes).tensors.values()) {
      const width = { half: 2, double: 8, single: 4, empty: 4, ids: 4 }[name]!;
      expect(offset % width).toBe(0);
    }
  });

  it('reads tensors that are not aligned', () => {
    const bytes = fileOf(`{"b":${entry('U8', [1], [0, 1])},"f":${entry('F64', [1], [1, 9])}}`, 9);
    new DataView(bytes.buffer).setFloat64(bytes.length - 8, 0.1, true);
    expect([...decodeSafetensors(bytes).readFloat64('f')]).toEqual([0.1]);
  });

  it('keeps a tensor that is called __proto__ apart from the prototype', () => {
    const file = decodeSafetensors(
      encodeSafetensors([{ name: '__proto__', shape: [1], data: Float32Array.of(4) }]),
    );
    expect([...file.readFloat32('__proto__')]).toEqual([4]);
  });

  it.each([
    [
      'a shape that does not fit the data',
      () => encodeSafetensors([{ name: 'x', shape: [3], data: new Float32Array(2) }]),
      'safetensors-shape',
    ],
    [
      'a dtype of another width',
      () => encodeSafetensors([{ name: 'x', shape: [2], data: new Float32Array(2), dtype: 'F16' }]),
      'safetensors-shape',
    ],
    ['a name used twice', () => encodeSafetensors([tensors[1]!, tensors[1]!]), 'safetensors-name'],
    [
      'the reserved name',
      () => encodeSafetensors([{ ...tensors[1]!, name: '__metadata__' }]),
      'safetensors-name',
    ],
    [
      'a tensor that is not there',
      () => decodeSafetensors(encodeSafetensors(tensors)).readFloat32('no'),
      'safetensors-tensor-missing',
    ],
    [
      'integers read as floats',
      () => decodeSafetensors(encodeSafetensors(tensors)).readFloat32('ids'),
      'safetensors-dtype',
    ],
  ])('refuses %s', (_, run, code) => {
    expect(codeOf(run)).toBe(code);
  });
});

describe('parseHeader refuses', () => {
  const good = entry('F32', [1], [0, 4]);
  it.each([
    ['no bytes at all', new Uint8Array(0), 'safetensors-truncated'],
    ['a length field past the end', fileOf('{}', 0).fill(0x20, 0, 1), 'safetensors-truncated'],
    ['a length field of 2⁶³', fileOf('{}', 0).fill(0x80, 7, 8), 'safetensors-header'],
    ['text that is not JSON', fileOf('{"a":', 0), 'safetensors-header'],
    ['bytes that are not UTF-8', fileOf('{"a":1}', 0).fill(0xff, 10, 11), 'safetensors-header'],
    ['an array', fileOf('[]', 0), 'safetensors-header'],
    ['null', fileOf('null', 0), 'safetensors-header'],
    ['an entry that is no object', fileOf('{"a":4}', 0), 'safetensors-header'],
    ['an unknown element type', fileOf(`{"a":${entry('F33', [1], [0, 4])}}`, 4), 'safetensors-dtype'],
    [
      'an element type named like a property of objects',
      fileOf(`{"a":${entry('toString', [1], [0, 4])}}`, 4),
      'safetensors-dtype',
    ],
    ['a negative dimension', fileOf(`{"a":${entry('F32', [-1], [0, 4])}}`, 4), 'safetensors-header'],
    ['two negative dimensions', fileOf(`{"a":${entry('F32', [-1, -1], [0, 4])}}`, 4), 'safetensors-header'],
    ['a fractional dimension', fileOf(`{"a":${entry('F32', [0.5, 2], [0, 4])}}`, 4), 'safetensors-header'],
    [
      'a shape too large to count',
      fileOf(`{"a":${entry('F32', [2 ** 40, 2 ** 40], [0, 4])}}`, 4),
      'safetensors-header',
    ],
    [
      'offsets that do not match the shape',
      fileOf(`{"a":${entry('F32', [2], [0, 4])}}`, 4),
      'safetensors-header',
    ],
    ['offsets that run backwards', fileOf(`{"a":${entry('F32', [1], [4, 0])}}`, 4), 'safetensors-header'],
    ['three offsets', fileOf(`{"a":${entry('F32', [1], [0, 4, 4])}}`, 4), 'safetensors-header'],
    [
      'offsets past the end',
      fileOf(`{"a":${good},"b":${entry('F32', [1], [4, 8])}}`, 4),
      'safetensors-truncated',
    ],
    [
      'overlapping tensors',
      fileOf(`{"a":${good},"b":${entry('F32', [1], [2, 6])}}`, 6),
      'safetensors-header',
    ],
    ['the same bytes twice', fileOf(`{"a":${good},"b":${good}}`, 4), 'safetensors-header'],
    ['a hole', fileOf(`{"a":${good},"b":${entry('F32', [1], [8, 12])}}`, 12), 'safetensors-header'],
    ['a hole at the start', fileOf(`{"a":${entry('F32', [1], [4, 8])}}`, 8), 'safetensors-header'],
    ['bytes after the last tensor', fileOf(`{"a":${good}}`, 5), 'safetensors-header'],
    ['a key held twice', fileOf(`{"a":${good},"a" :${good}}`, 4), 'safetensors-header'],
    ['a key held twice, once escaped', fileOf(`{"a":${good},"\\u0061":${good}}`, 4), 'safetensors-header'],
    [
      'a field held twice',
      fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
      'safetensors-header',
    ],
    ['metadata that is not text', fileOf('{"__metadata__":{"a":1}}', 0), 'safetensors-header'],
    ['deep nesting', fileOf(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 0), 'safetensors-header'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(() => decodeSafetensors(bytes))).toBe(code);
  });

  it('more tensors than a file ever had, before it makes anything of them', () => {
    const names = Array.from({ length: 250_001 }, (_, i) => `"${i}":${entry('F32', [0], [0, 0])}`);
    const many = fileOf(`{${names.join(',')}}`, 0);
    expect(() => decodeSafetensors(many)).toThrowError(/250001 tensors; at most 250000/);
    // Text that only speaks of tensors is none.
    const text = JSON.stringify('"dtype"'.repeat(300_000));
    expect(decodeSafetensors(fileOf(`{"__metadata__":{"a":${text}}}`, 0)).tensors.size).toBe(0);
  });
});
