/** Whether no 16-bit number has all bits of its exponent set, which is NaN or infinite. */
export function finiteHalves({ buffer, byteOffset, byteLength }: Uint8Array, dtype: 'BF16' | 'F16'): boolean {
  const [exponent, lowest] = dtype === 'BF16' ? [0x7f80, 0x80] : [0x7c00, 0x400];
  // Two numbers a word: one more than all bits of the exponent carries into the bit of the sign, and no further.
  const words = new Int32Array(buffer, byteOffset, byteLength >> 2);
  const mask = (exponent << 16) | exponent;
  const one = (lowest << 16) | lowest;
  let carried = 0;
  for (let i = 0; i < words.length; i++) carried |= (words[i]! & mask) + one;
  if (byteLength % 4 !== 0) {
    carried |= (new Uint16Array(buffer, byteOffset + byteLength - 2, 1)[0]! & exponent) + lowest;
  }
  return (carried & 0x8000_8000) === 0;
}
