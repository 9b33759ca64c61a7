import { formatBytes } from '@alphaedit/engine';
import { type Form, type Interval, type NullSpaceLift, type Report, SCORED_TASKS } from '@alphaedit/eval';
import { formatNumber, formatSeconds } from '../ui/format.js';
import { table } from '../ui/table.js';
import { percent } from '../work/show-reports.js';
import { type EditorResult, largestChange } from './bench-results.js';
import type { BenchState } from './run-bench.js';

/** The form a report is told in: preference, or exact match where there are no old answers. */
export const formOf = (report: Report): Form => (report.preference.efficacy ? 'preference' : 'exactMatch');

/** One row per editor after its last measurement, the unedited model first. */
export function finalTable({ unedited, facts }: BenchState, results: readonly EditorResult[]): string {
  const form = formOf(unedited.report);
  const withText = unedited.perplexity !== undefined;
  const figures = (report: Report) => [
    ...SCORED_TASKS.map((task) => percent(report[form][task])),
    score(report[form].score),
  ];
  const head = [
    'editor',
    'facts',
    ...SCORED_TASKS,
    'score',
    ...(withText ? ['perplexity'] : []),
    '‖ΔW‖/‖W‖',
    'time',
    'memory',
  ];
  const first = [
    'unedited',
    '0',
    ...figures(unedited.report),
    ...(withText ? [formatNumber(unedited.perplexity!.perplexity)] : []),
    '0',
    '',
    '',
  ];
  const rows = results.flatMap(({ editor, course, seconds, peakBytes }) => {
    const last = course.at(-1);
    if (!last) return [];
    return [
      [
        editor,
        last.facts === facts.length ? String(last.facts) : `${last.facts} of ${facts.length}`,
        ...figures(last.report),
        ...(withText ? [formatNumber(last.perplexity ?? Number.NaN)] : []),
        formatNumber(largestChange(last)),
        formatSeconds(seconds),
        peakBytes === undefined ? '' : formatBytes(peakBytes),
      ],
    ];
  });
  return table(head, [first, ...rows]);
}

/** What the null-space line changes in each editor, and on average. */
export function liftTable(lift: NullSpaceLift): string {
  const rows = lift.editors.map(({ editor, tasks, points, relative }) => [
    editor,
    ...SCORED_TASKS.map((task) => {
      const found = tasks[task];
      return found ? `${hundred(found.plain)} → ${hundred(found.constrained)}` : '–';
    }),
    signed(points),
    signed(relative),
  ]);
  const average = ['average', '', '', '', signed(lift.points), signed(lift.relative)];
  return table(['with the null-space line', ...SCORED_TASKS, 'points', 'relative %'], [...rows, average]);
}

/** The claim and what was found here, in a sentence that holds whatever it is. */
export function liftSentence({ points, relative, editors, facts }: NullSpaceLift): string {
  const [low, high] = points.interval;
  const verdict =
    low > 0 ? 'a gain' : high < 0 ? 'a loss' : 'no difference that these facts could tell from none';
  return `The null-space line changes ${editors.map(({ editor }) => editor).join(', ')} by ${signed(points)} points on average (${signed(relative)} % relative): ${verdict}. Means over efficacy, generalization and specificity; 95 % bootstrap intervals over ${facts} facts.`;
}

const hundred = (value: number) => (100 * value).toFixed(1);
const score = (value: number | undefined) => (value === undefined ? '–' : hundred(value));

/** An estimate in hundredths with its sign and interval: `+4.2 [+1.0, +7.3]`; a dash for a ratio to nothing. */
export function signed({ estimate, interval }: Interval): string {
  if (!Number.isFinite(estimate)) return '–';
  const one = (value: number) => `${value > 0 ? '+' : ''}${hundred(value).replace('-', '−')}`;
  return `${one(estimate)} [${interval.map(one).join(', ')}]`;
}
