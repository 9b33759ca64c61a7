/** The name that a mistyped one most likely stands for, however its words are joined; undefined where none is near. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const wanted = joined(name);
  const near = names
    .map((known) => ({ known, distance: distance(wanted, joined(known)) }))
    .reduce<{ known?: string; distance: number }>(
      (best, next) => (next.distance < best.distance ? next : best),
      { distance: Number.POSITIVE_INFINITY },
    );
  return near.distance <= Math.min(3, wanted.length / 3) ? near.known : undefined;
}

/** `v_lr`, `vLr` and `v-lr` are the same letters. */
const joined = (name: string) =>
  name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
const LONGEST = 50;

/** Letters to put in, take out, change or swap with the next to come from one text to the other. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1]);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(change, swap, rows[i - 1]![j]! + 1, row[j - 1]! + 1));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
