import { FORMS, type Form, type Report, type Scores, type Share, TASKS, type Task } from '@alphaedit/eval';

/** A task in the form the literature reports it in. */
export interface Headline extends Share {
  readonly form: 'preference' | 'exactMatch';
}

/** A report without its records: the headline of every task measured, then every form in full. */
export type ReportScores = Readonly<Partial<Record<Task, Headline>>> &
  Readonly<Record<Form, Scores>> & {
    /** Harmonic mean of efficacy, generalization and specificity in the preference form. */
    readonly score?: number;
  };

/**
 * A report without its records: each task in the form the literature reports it in (preference), or as exact match
 * where there is no old answer to hold against; then every form in full.
 */
export function scores(report: Report): ReportScores {
  const headline = TASKS.flatMap((task) => {
    const form = report.preference[task] ? 'preference' : 'exactMatch';
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
