/** The first four bytes: `GGUF`. */
export const MAGIC = 0x46554747;
export const VERSION = 3;
/** Bytes that tensors begin at multiples of where the metadata names no other number. */
export const ALIGNMENT = 32;
export const ALIGNMENT_KEY = 'general.alignment';

export const aligned = (position: number, alignment: number): number =>
  Math.ceil(position / alignment) * alignment;
