/**
 * How many special tokens were put before a text, given its ids with and without them. Those after it are what
 * is left.
 */
export function leadingSpecials(ids: readonly number[], bare: readonly number[]): number {
  for (let lead = 0; lead + bare.length <= ids.length; lead++) {
    if (bare.every((id, i) => ids[lead + i] === id)) return lead;
  }
  return 0;
}
