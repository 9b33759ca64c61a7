import { float16ToFloat32 } from '@alphaedit/safetensors';

/** Makes the numbers of whole blocks: `bytes` holds them one after the other, `out` takes the numbers. */
export type BlockDecoder = (bytes: Uint8Array, out: Float32Array) => void;

const HALVES = /* @__PURE__ */ float16ToFloat32(Uint16Array.from({ length: 2 ** 16 }, (_, i) => i));

/** The float16 at a byte. */
export const half = (bytes: Uint8Array, at: number): number => HALVES[bytes[at]! | (bytes[at + 1]! << 8)]!;

/** A byte with its sign. */
export const signed = (byte: number): number => (byte << 24) >> 24;
