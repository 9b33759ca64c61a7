import { type EffectKind, type FactTrace, type TraceCost, traceCost } from '@alphaedit/locate';
import { formatCount } from '@alphaedit/report/format';

/** Mean cost of the facts traced, beside that of the published loop. */
export function costOf(
  traces: readonly FactTrace[],
  options: { blocks: number; samples: number; window: number; kinds: readonly EffectKind[] },
): TraceCost {
  const each = traces.map(({ tokens, subject }) =>
    traceCost({ tokens: tokens.length, ...subject, ...options }),
  );
  const mean = (of: (cost: (typeof each)[number]) => number) =>
    each.reduce((sum, cost) => sum + of(cost), 0) / each.length;
  const [cells, publishedCells] = [mean((cost) => cost.cells), mean((cost) => cost.publishedCells)];
  return { cells, publishedCells, ratio: publishedCells / cells };
}

export const costWords = ({ cells, publishedCells, ratio }: TraceCost): string =>
  `Cost per fact: ${formatCount(cells)} tokens through a block; the published loop runs ${formatCount(publishedCells)}, ${ratio.toFixed(1)} times as many.`;
