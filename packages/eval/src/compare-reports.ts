import { checkSameFacts } from './check-same-facts.js';
import { FORMS, type Form } from './metrics/forms.js';
import { pairedDifference } from './metrics/paired-difference.js';
import { type Share, share } from './metrics/share.js';
import { TASKS, type Task } from './metrics/tasks.js';
import type { Report } from './report.js';

/** One figure before and after, over the records that have it in both. */
export interface Change {
  readonly before: Share;
  readonly after: Share;
  /** after − before, record by record. */
  readonly difference: Share;
  /** After, over the records that were not all right before: for what was edited, the success that is the edit's own. */
  readonly gained?: Share;
  /** After, over the records that were all right before: for what must stay, what did stay. */
  readonly kept?: Share;
}

/** Changes from one report to another, by form and task. */
export type Comparison = Readonly<Record<Form, Readonly<Partial<Record<Task, Change>>>>>;

/**
 * What changed between two reports on the same facts in the same order: means, and the mean of the paired
 * differences with its own 95 % interval (narrower than the two intervals suggest, because most records do
 * not change).
 *
 * @throws {DatasetError} `reports-differ` when the reports are not about the same facts
 */
export function compareReports(before: Report, after: Report): Comparison {
  checkSameFacts(before, after);
  const change = (form: Form, task: Task): Change | undefined => {
    const pairs = before.records.flatMap((record, i): [number, number][] => {
      const [a, b] = [record[task]?.[form], after.records[i]![task]?.[form]];
      return a === undefined || b === undefined ? [] : [[a, b]];
    });
    const difference = pairedDifference(pairs);
    const afterOf = (of: readonly (readonly [number, number])[]) => share(of.map(([, b]) => b));
    const gained = afterOf(pairs.filter(([a]) => a < 1));
    const kept = afterOf(pairs.filter(([a]) => a === 1));
    return (
      difference && {
        before: share(pairs.map(([a]) => a))!,
        after: afterOf(pairs)!,
        difference,
        ...(gained && { gained }),
        ...(kept && { kept }),
      }
    );
  };
  const ofForm = (form: Form) =>
    Object.fromEntries(
      TASKS.flatMap((task) => {
        const changed = change(form, task);
        return changed ? [[task, changed]] : [];
      }),
    );
  return Object.fromEntries(FORMS.map((form) => [form, ofForm(form)])) as Comparison;
}
