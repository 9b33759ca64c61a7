import type { ContestResult } from './metrics/contest-result.js';
import { FORMS, type Form, judge } from './metrics/forms.js';
import { harmonicMean } from './metrics/harmonic-mean.js';
import { share } from './metrics/share.js';
import { SCORED_TASKS, TASKS } from './metrics/tasks.js';
import type { RecordResult, Scores, TaskResult } from './report.js';

/** Mean over a record's prompts of each form. */
export function taskResult(prompts: readonly ContestResult[]): TaskResult {
  return { ...meanByForm((form) => prompts.map(judge[form])), prompts };
}

/** Means by form of the values that are there; a form without any is absent. */
export function meanByForm(valuesOf: (form: Form) => readonly (number | undefined)[]): TaskForms {
  const means = FORMS.flatMap((form) => {
    const values = valuesOf(form).filter((value) => value !== undefined);
    return values.length === 0
      ? []
      : [[form, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  // Of the forms, exact match and token accuracy are always there.
  return Object.fromEntries(means) as unknown as TaskForms;
}

type TaskForms = Omit<TaskResult, 'prompts'>;

/** Mean over records of each form and task. */
export function summarize(records: readonly RecordResult[]): Record<Form, Scores> {
  return Object.fromEntries(FORMS.map((form) => [form, scores(records, form)])) as Record<Form, Scores>;
}

function scores(records: readonly RecordResult[], form: Form): Scores {
  const shares = TASKS.flatMap((task) => {
    const figure = share(
      records.map((record) => record[task]?.[form]).filter((value) => value !== undefined),
    );
    return figure ? [[task, figure] as const] : [];
  });
  const means = SCORED_TASKS.flatMap((task) => shares.find(([name]) => name === task)?.[1].mean ?? []);
  return {
    ...Object.fromEntries(shares),
    ...(means.length === SCORED_TASKS.length && { score: harmonicMean(means) }),
  };
}
