import type { Block, Cell, TableBlock } from '@alphaedit/report';
import { barPlot } from '@alphaedit/report';
import type { Measured, VariantResult } from './measure-variants.js';

const TASKS = ['efficacy', 'generalization', 'specificity'] as const;

/** Efficacy, generalization, specificity, what is said to the edited prompts, score and perplexity of variants, the unedited model first. */
export function variantTable(
  caption: string,
  before: Measured,
  results: readonly VariantResult[],
): TableBlock {
  const cells = (measured: Measured): Cell[] => [
    ...TASKS.map((task) => intervalOf(measured, task)),
    intervalOf(measured, 'said'),
    measured.score === undefined ? null : (100 * measured.score).toFixed(1),
    measured.perplexity === undefined ? null : measured.perplexity.toFixed(2),
  ];
  return {
    kind: 'table',
    caption,
    columns: [
      { title: '', align: 'left' },
      ...[...TASKS, 'said'].map((title) => ({ title, unit: '%', align: 'right' as const })),
      { title: 'score', unit: '%', align: 'right' },
      { title: 'perplexity', align: 'right' },
    ],
    rows: [
      ['unedited', ...cells(before)],
      ...results.map((result) => [
        result.refused === undefined ? result.name : `${result.name} (refused)`,
        ...cells(result),
      ]),
    ],
  };
}

function intervalOf(measured: Measured, task: (typeof TASKS)[number] | 'said'): string | null {
  const share = measured[task];
  if (!share) return null;
  const [mean, low, high] = [share.mean, ...share.ci95].map((value) => (100 * value).toFixed(1));
  return `${mean} [${low}, ${high}]`;
}

/** The same as bars with their intervals. */
export async function variantBars(title: string, results: readonly VariantResult[]): Promise<Block> {
  const bars = results
    .filter(({ refused }) => refused === undefined)
    .flatMap((result) =>
      TASKS.map((task) => {
        const share = result[task];
        return {
          label: result.name,
          series: task,
          value: share ? 100 * share.mean : null,
          low: share ? 100 * share.ci95[0] : null,
          high: share ? 100 * share.ci95[1] : null,
        };
      }),
    );
  return {
    kind: 'plot',
    caption: title,
    svg: await barPlot({ title, value: { label: '%', min: 0, max: 100 }, bars }),
    description: results.map(describeResult).join('; '),
  };
}

export function describeResult(result: VariantResult): string {
  if (result.refused !== undefined) return `${result.name}: refused`;
  const figures = TASKS.map((task) => `${task} ${intervalOf(result, task) ?? '–'} %`);
  return `${result.name}: ${figures.join(', ')}`;
}
