import { formatBytes } from '@alphaedit/engine';
import { type NullSpaceLift, type Report, SCORED_TASKS } from '@alphaedit/eval';
import {
  type BenchState,
  type EditorResult,
  formOf,
  largestChange,
  newlySaid,
  percent,
  signed,
} from '@alphaedit/lab';
import { formatNumber, formatSeconds } from '@alphaedit/report/format';
import { table } from '../ui/table.js';

/** One row per editor after its last measurement, the unedited model first. */
export function finalTable(state: BenchState, results: readonly EditorResult[]): string {
  const { unedited, facts } = state;
  const form = formOf(unedited.report);
  const withText = unedited.perplexity !== undefined;
  const { efficacy: said } = unedited.report.said;
  const figures = (report: Report) => [
    ...SCORED_TASKS.map((task) => percent(report[form][task])),
    score(report[form].score),
  ];
  const head = [
    'editor',
    'facts',
    ...SCORED_TASKS,
    'score',
    ...(said ? ['said', 'newly said'] : []),
    ...(withText ? ['perplexity'] : []),
    '‖ΔW‖/‖W‖',
    'time',
    'memory',
  ];
  const first = [
    'unedited',
    '0',
    ...figures(unedited.report),
    ...(said ? [percent(said), ''] : []),
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
        ...(said ? [percent(last.report.said.efficacy), percent(newlySaid(state, last))] : []),
        ...(withText ? [formatNumber(last.perplexity ?? Number.NaN)] : []),
        formatNumber(largestChange(last)),
        formatSeconds(seconds),
        peakBytes === undefined ? '' : formatBytes(peakBytes),
      ],
    ];
  });
  return table(head, [first, ...rows]);
}

/** What the null-space constraint changes in each editor, and on average. */
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
  return table(
    ['with the null-space constraint', ...SCORED_TASKS, 'points', 'relative %'],
    [...rows, average],
  );
}

const hundred = (value: number) => (100 * value).toFixed(1);
const score = (value: number | undefined) => (value === undefined ? '–' : hundred(value));
