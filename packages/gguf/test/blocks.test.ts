import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dequantize, type GgmlType, quantize } from '../src/index.js';

// Made by record-blocks.py.
const recorded = JSON.parse(readFileSync(new URL('blocks.json', import.meta.url), 'utf8')) as {
  read: Record<string, { bytes: string; numbers: string }>;
  values: string;
  written: Record<'Q8_0' | 'Q4_0', string>;
};
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
const numbers = (text: string) => new Float32Array(bytes(text).buffer);

describe('blocks as the gguf package has them', () => {
  it.each(Object.keys(recorded.read))('reads %s to the last bit', (type) => {
    const { bytes: stored, numbers: expected } = recorded.read[type]!;
    expect([...dequantize(bytes(stored), type as GgmlType)]).toEqual([...numbers(expected)]);
  });

  it.each(['Q8_0', 'Q4_0'] as const)('writes %s to the last bit', (type) => {
    expect([...quantize(numbers(recorded.values), type)]).toEqual([...bytes(recorded.written[type])]);
  });
});
