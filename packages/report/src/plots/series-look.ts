import { FONT_SIZE, WIDTH } from './draw.js';
import { DASHES, PALETTE, SHAPES } from './palette.js';
import { clip, guessedWidth } from './text-fit.js';

/** What tells one series from another. */
export interface NamedSeries {
  readonly name: string;
  /** Series of one group share a colour and differ in their dashes; each is its own group where left out. */
  readonly group?: string;
}

const LONGEST_NAME = 44;

/** Names as shown, unique and in order, and the colour, dash and shape of each. */
export function seriesLook(series: readonly NamedSeries[]) {
  const groups = [...new Set(series.map(({ name, group }) => group ?? name))];
  const seen = new Map<string, number>();
  const looks = series.map(({ name, group }) => {
    const at = groups.indexOf(group ?? name);
    const before = seen.get(groups[at]!) ?? 0;
    seen.set(groups[at]!, before + 1);
    return {
      color: PALETTE[at % PALETTE.length]!,
      dash: DASHES[(Math.floor(at / PALETTE.length) + before) % DASHES.length]!,
      shape: SHAPES[(at + before) % SHAPES.length]!,
    };
  });
  const names = uniqueNames(series.map(({ name }) => clip(name, LONGEST_NAME)));
  const longest = Math.max(...names.map((name) => [...name].length));
  const columns = Math.max(1, Math.min(4, Math.floor(WIDTH / (guessedWidth(longest, FONT_SIZE - 1) + 34))));
  const range = <T>(pick: (look: (typeof looks)[number]) => T) => ({ domain: names, range: looks.map(pick) });
  return {
    names,
    legend:
      names.length > 1 ? { title: null, columns, symbolLimit: 0, symbolOpacity: 1, symbolSize: 70 } : null,
    color: range(({ color }) => color),
    dash: range(({ dash }) => dash),
    shape: range(({ shape }) => shape),
  };
}

/** Two names that are shown alike get a number. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}
