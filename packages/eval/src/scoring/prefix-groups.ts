/** Rows that begin alike: the beginning is run once, then each row's own end. */
export interface PrefixGroup {
  /** Number of tokens the members have in common; every member goes on after them. */
  readonly prefix: number;
  /** Indices of rows. */
  readonly members: readonly number[];
}

/** A beginning shorter than this, or than this share of a row, is not worth a pass of its own. */
const LEAST_TOKENS = 4;
const LEAST_SHARE = 0.5;

/**
 * Groups rows, none of which is the beginning of another, by their common beginnings: the answers to one prompt
 * share the prompt. Rows that share too little to gain by it are groups of one, with no prefix.
 *
 * In the order of the first tokens, a row joins the group before it as long as what all have in common stays
 * at least half of each.
 */
export function prefixGroups(rows: readonly (readonly number[])[]): PrefixGroup[] {
  const order = rows.map((_, i) => i).sort((a, b) => compare(rows[a]!, rows[b]!));
  const groups: { prefix: number; members: number[] }[] = [];
  for (const row of order) {
    const group = groups.at(-1);
    const ids = rows[row]!;
    if (group) {
      const known = rows[group.members[0]!]!;
      const reach = group.members.length === 1 ? known.length : group.prefix;
      const common = commonLength(known, ids, reach);
      const longest = Math.max(ids.length, ...group.members.map((member) => rows[member]!.length));
      if (common >= LEAST_TOKENS && common >= LEAST_SHARE * longest) {
        group.prefix = common;
        group.members.push(row);
        continue;
      }
    }
    groups.push({ prefix: 0, members: [row] });
  }
  return groups;
}

function commonLength(a: readonly number[], b: readonly number[], limit: number): number {
  const end = Math.min(a.length, b.length, limit);
  let length = 0;
  while (length < end && a[length] === b[length]) length++;
  return length;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let t = 0; t < length; t++) if (a[t] !== b[t]) return a[t]! - b[t]!;
  return a.length - b.length;
}
