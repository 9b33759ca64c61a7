import { FORMS, type Form, type Report, type Scores, type Share, TASKS } from '@alphaedit/eval';
import { table } from '../ui/table.js';

/** Names of the forms for people. */
export const FORM_NAMES: Readonly<Record<Form, string>> = {
  preference: 'preference',
  exactMatch: 'exact match',
  tokenAccuracy: 'token accuracy',
};

/**
 * A report without its records: the three tasks in the form the literature reports them in (preference), or
 * as exact match where there is no old answer to hold against; then every form in full.
 */
export function scores(report: Report): object {
  const headline = TASKS.flatMap((task) => {
    const form: Form = report.preference[task] ? 'preference' : 'exactMatch';
    const figure = report[form][task];
    return figure ? [[task, { form, ...figure }]] : [];
  });
  const forms = FORMS.map((form) => [form, report[form]]);
  return {
    ...Object.fromEntries(headline),
    ...(report.preference.score !== undefined && { score: report.preference.score }),
    ...Object.fromEntries(forms),
  };
}

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

/** A mean with its 95 % interval, which is not symmetric near 0 and 100 %. */
export function percent(share: Share | undefined): string {
  if (!share) return '–';
  const [mean, low, high] = [share.mean, ...share.ci95].map((value) => (100 * value).toFixed(1));
  return `${mean} % [${low}, ${high}]`;
}
