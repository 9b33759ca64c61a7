import { FORMS, type Report, type Scores, TASKS } from '@alphaedit/eval';
import { FORM_NAMES, percent } from '@alphaedit/lab';
import { table } from '../ui/table.js';

/** Every task in every form with its 95 % interval, before and after. */
export function comparisonTable(before: Report, after: Report | undefined): string {
  const head = after ? ['', 'form', 'before', 'after', 'facts'] : ['', 'form', 'mean', 'facts'];
  const rows = TASKS.flatMap((task) =>
    FORMS.flatMap((form) => {
      const [a, b] = [before[form][task], after?.[form][task]];
      const n = String((a ?? b)?.n ?? 0);
      return a || b ? [[task, FORM_NAMES[form], percent(a), ...(after ? [percent(b)] : []), n]] : [];
    }),
  );
  const score = (report: Scores | undefined) =>
    report?.score === undefined ? '' : `${(100 * report.score).toFixed(1)} %`;
  if (before.preference.score !== undefined) {
    const both = after ? [score(after.preference)] : [];
    rows.push(['score', FORM_NAMES.preference, score(before.preference), ...both, '']);
  }
  return table(head, rows);
}
