import { SettingsError } from '@alphaedit/spec';
import type { Form } from './metrics/forms.js';
import type { RecordResult, Report, Scores } from './report.js';
import { summarize } from './summarize.js';

/** What is left of edits of one age. */
export interface AgeGroup extends Readonly<Record<Form, Scores>> {
  /** Facts edited after those of this group, from the youngest to the oldest in it. */
  readonly age: readonly [from: number, to: number];
  readonly facts: number;
}

/** How well edits of different age are kept. */
export interface Retention {
  /** Youngest edits first. */
  readonly groups: readonly AgeGroup[];
  /** Facts of the report that the run did not edit. */
  readonly unedited: number;
}

/** Which record was edited when. */
export interface RetentionOptions {
  /**
   * Batch of each record of the report, counted from 0 in the order of editing; nothing for a fact that was
   * not edited.
   */
  readonly batches: readonly (number | undefined)[];
  /** Number of facts of each batch. */
  readonly sizes: readonly number[];
  /** Most groups: batches next to one another are put together; all batches by themselves by default. */
  readonly groups?: number;
}

/**
 * What a model knows of its edits by their age, the number of facts edited afterwards: means over the records
 * of the batches of a group, measured on the model at the end of the run. A method that keeps what it wrote
 * shows no slope.
 *
 * @throws {SettingsError} `setting-out-of-range` when batches and report do not fit together
 */
export function retention(
  report: Report,
  { batches, sizes, groups = sizes.length }: RetentionOptions,
): Retention {
  const unknown = batches.find((batch) => batch !== undefined && sizes[batch] === undefined);
  if (batches.length !== report.records.length || unknown !== undefined || !(groups >= 1)) {
    throw new SettingsError({
      code: 'setting-out-of-range',
      message:
        unknown === undefined
          ? `${batches.length} batch numbers for ${report.records.length} records, in ${groups} groups.`
          : `There is no batch ${unknown} among ${sizes.length}.`,
      hint: 'Give the batch of every record, counted from 0, and the size of every batch.',
    });
  }
  // Facts edited after the last fact of each batch.
  const after = sizes.map((_, batch) => sizes.slice(batch + 1).reduce((sum, size) => sum + size, 0));
  const perGroup = Math.ceil(sizes.length / Math.min(groups, sizes.length));
  const members = new Map<number, RecordResult[]>();
  for (const [i, record] of report.records.entries()) {
    const batch = batches[i];
    if (batch === undefined) continue;
    const group = Math.floor((sizes.length - 1 - batch) / perGroup);
    members.set(group, [...(members.get(group) ?? []), record]);
  }
  const found = [...members].sort(([a], [b]) => a - b);
  return {
    groups: found.map(([group, records]) => {
      const last = sizes.length - 1 - group * perGroup;
      const first = Math.max(0, last - perGroup + 1);
      return { age: [after[last]!, after[first]!], facts: records.length, ...summarize(records) };
    }),
    unedited: batches.filter((batch) => batch === undefined).length,
  };
}

/** The figure of one form and task by age, for a plot: x the mean age of a group. */
export function retentionCurve(
  { groups }: Retention,
  form: Form,
  task: keyof Omit<Scores, 'score'>,
): { readonly age: number; readonly mean: number; readonly ci95: readonly [number, number] }[] {
  return groups.flatMap(({ age, [form]: scores }) => {
    const figure = scores[task];
    return figure ? [{ age: (age[0] + age[1]) / 2, mean: figure.mean, ci95: figure.ci95 }] : [];
  });
}
