/**
 * An address as it may be told, also one that is none: without what stands before its last `@` and after its `?` or `#`,
 * which is where passwords and signatures are.
 */
export function printableAddress(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1…@');
}
