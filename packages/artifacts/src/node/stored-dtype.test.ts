import { describe, expect, it } from 'vitest';
import { holdingAll, withDtype, withTotalSize } from './stored-dtype.js';

describe('holdingAll', () => {
  it.each([
    [['F16'], 'float16'],
    [['BF16'], 'bfloat16'],
    [['F16', 'BF16'], 'float32'],
    [['BF16', 'F32'], 'float32'],
    [['F64', 'F16'], 'float64'],
  ] as const)('%s: %s', (types, name) => {
    expect(holdingAll(new Set(types))).toBe(name);
  });
});

describe('withDtype', () => {
  it('replaces the type under either name, and nothing else', () => {
    const text = '{"rope_theta": 10000.0,\n "torch_dtype" : "float16", "dtype": null, "n": 1e-05}';
    expect(withDtype(text, 'float32')).toBe(
      '{"rope_theta": 10000.0,\n "torch_dtype" : "float32", "dtype": "float32", "n": 1e-05}',
    );
  });

  it('adds it where it is missing, or only a part has one', () => {
    expect(JSON.parse(withDtype('{"a": {"torch_dtype": "float16"}}', 'float32'))).toEqual({
      torch_dtype: 'float32',
      a: { torch_dtype: 'float32' },
    });
  });
});

it('withTotalSize replaces the number of bytes', () => {
  expect(withTotalSize('{"metadata": {"total_size": 12, "x": 1}}', 34)).toBe(
    '{"metadata": {"total_size": 34, "x": 1}}',
  );
});
