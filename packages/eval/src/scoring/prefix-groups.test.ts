import { describe, expect, it } from 'vitest';
import { prefixGroups } from './prefix-groups.js';

const sorted = (rows: number[][]) =>
  prefixGroups(rows).map(({ prefix, members }) => [prefix, [...members].sort((a, b) => a - b)]);

describe('prefixGroups', () => {
  it('puts the answers to one prompt together', () => {
    const prompt = [1, 2, 3, 4, 5];
    const rows = [
      [...prompt, 6],
      [9, 9, 9, 9, 9],
      [...prompt, 7, 8],
      [...prompt, 6 + 5],
    ];
    expect(sorted(rows)).toEqual([
      [5, [0, 2, 3]],
      [0, [1]],
    ]);
  });

  it('leaves rows alone that share little', () => {
    expect(
      sorted([
        [1, 2, 3, 4],
        [1, 2, 3, 5],
      ]),
    ).toEqual([
      [0, [0]],
      [0, [1]],
    ]);
    const long = [1, 2, 3, 4, ...Array.from({ length: 9 }, (_, i) => 10 + i)];
    expect(sorted([long, [1, 2, 3, 4, 9, 9]])).toHaveLength(2);
  });

  it('never takes a whole row as the beginning', () => {
    const rows = Array.from({ length: 50 }, (_, i) => [7, 7, 7, 7, i % 7, i]);
    const groups = prefixGroups(rows);
    expect(groups.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
    for (const { prefix, members } of groups) {
      const start = rows[members[0]!]!.slice(0, prefix);
      for (const member of members) {
        expect(rows[member]!.slice(0, prefix)).toEqual(start);
        expect(rows[member]!.length).toBeGreaterThan(prefix);
      }
    }
  });
});
