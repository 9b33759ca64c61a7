import { type Comparison, FORMS, type Report, type Scores, TASKS } from '@alphaedit/eval';
import { FORM_NAMES, percent } from '@alphaedit/lab';
import { table } from '../ui/table.js';

/** Every task in every form with its 95 % interval, before and after. */
export function comparisonTable(before: Report, after?: Report, comparison?: Comparison): string {
  const changes = comparison ? ['of those wrong before', 'of those right before'] : [];
  const head = after ? ['', 'form', 'before', 'after', ...changes, 'facts'] : ['', 'form', 'mean', 'facts'];
  const rows = TASKS.flatMap((task) =>
    FORMS.flatMap((form) => {
      const [a, b] = [before[form][task], after?.[form][task]];
      if (!a && !b) return [];
      const change = comparison?.[form][task];
      const parts = comparison ? [percent(change?.gained), percent(change?.kept)] : [];
      const n = String((a ?? b)?.n ?? 0);
      return [[task, FORM_NAMES[form], percent(a), ...(after ? [percent(b)] : []), ...parts, n]];
    }),
  );
  const score = (report: Scores | undefined) =>
    report?.score === undefined ? '' : `${(100 * report.score).toFixed(1)} %`;
  if (before.preference.score !== undefined) {
    const both = after ? [score(after.preference), ...changes.map(() => '')] : [];
    rows.push(['score', FORM_NAMES.preference, score(before.preference), ...both, '']);
  }
  return table(head, rows);
}
