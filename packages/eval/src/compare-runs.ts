import { checkSameFacts } from './check-same-facts.js';
import { FORMS, type Form, judge } from './metrics/forms.js';
import { type Share, share } from './metrics/share.js';
import { TASKS, type Task } from './metrics/tasks.js';
import type { Report } from './report.js';
import type { BootstrapOptions } from './stats/bootstrap.js';
import { type McNemar, mcnemar } from './stats/mcnemar.js';
import { type PairedBootstrap, pairedBootstrap } from './stats/paired-bootstrap.js';

/** One figure of two runs on the same facts. */
export interface RunContrast {
  readonly first: Share;
  readonly second: Share;
  /** second − first, record by record: bootstrap interval and p-value. */
  readonly difference: PairedBootstrap;
  /** Exact test over the prompts, for forms that are right or wrong. */
  readonly mcnemar?: McNemar;
}

/** Contrasts of two runs, by form and task. */
export type RunComparison = Readonly<Record<Form, Readonly<Partial<Record<Task, RunContrast>>>>>;

/**
 * Two edited models (two editors, two settings) measured on the same facts in the same order, compared in
 * pairs: what makes a fact hard is in both and falls out of the difference. Records are resampled for the
 * interval and p-value of the means; McNemar's test counts single prompts and takes them as independent, so
 * that for records with several prompts the bootstrap is the one to trust.
 *
 * @throws {DatasetError} `reports-differ` when the reports are not about the same facts
 */
export function compareRuns(first: Report, second: Report, options: BootstrapOptions = {}): RunComparison {
  checkSameFacts(first, second);
  const contrast = (form: Form, task: Task): RunContrast | undefined => {
    const pairs = first.records.flatMap((record, i): [number, number][] => {
      const [a, b] = [record[task]?.[form], second.records[i]![task]?.[form]];
      return a === undefined || b === undefined ? [] : [[a, b]];
    });
    const difference = pairedBootstrap(pairs, options);
    return (
      difference && {
        first: share(pairs.map(([a]) => a))!,
        second: share(pairs.map(([, b]) => b))!,
        difference,
        ...(form !== 'tokenAccuracy' && { mcnemar: mcnemar(outcomes(first, second, form, task)) }),
      }
    );
  };
  const ofForm = (form: Form) =>
    TASKS.flatMap((task) => {
      const found = contrast(form, task);
      return found ? [[task, found] as const] : [];
    });
  return Object.fromEntries(FORMS.map((form) => [form, Object.fromEntries(ofForm(form))])) as RunComparison;
}

/** Right or wrong by prompt, in both runs. */
function outcomes(first: Report, second: Report, form: Form, task: Task): [boolean, boolean][] {
  return first.records.flatMap((record, i) => {
    const others = second.records[i]![task]?.prompts ?? [];
    return (record[task]?.prompts ?? []).flatMap((prompt, p): [boolean, boolean][] => {
      const [a, b] = [judge[form](prompt), others[p] && judge[form](others[p])];
      return a === undefined || b === undefined ? [] : [[a === 1, b === 1]];
    });
  });
}
