/** Bytes per element of every element type the format defines in whole bytes. */
export const ELEMENT_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;

/** Element type of a tensor, as the header spells it. */
export type DType = keyof typeof ELEMENT_BYTES;

/** Whether a text names an element type of the safetensors format. */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(ELEMENT_BYTES, value);
}
