import { checkSameFacts } from '../check-same-facts.js';
import type { Form } from '../metrics/forms.js';
import { SCORED_TASKS } from '../metrics/tasks.js';
import type { Report } from '../report.js';
import { type BootstrapOptions, bootstrap, type Interval } from '../stats/bootstrap.js';

/** One editor measured at the same point of the same run, as it is and with the null-space constraint. */
export interface LiftPair {
  readonly editor: string;
  readonly plain: Report;
  readonly constrained: Report;
}

/** What the constraint changes. */
export interface Lift {
  /** Mean of constrained − plain, in [−1, 1]: percentage points over 100. */
  readonly points: Interval;
  /** Mean of constrained / plain − 1: the form in which the paper states its claim. */
  readonly relative: Interval;
}

/** A task, or the score of all of them. */
export type ScoredTask = (typeof SCORED_TASKS)[number];

/** What the null-space constraint changes about one editor. */
export interface EditorLift extends Lift {
  readonly editor: string;
  readonly tasks: Readonly<
    Partial<Record<ScoredTask, Lift & { readonly plain: number; readonly constrained: number }>>
  >;
}

/** What the null-space constraint changes, by editor and on average. */
export interface NullSpaceLift extends Lift {
  readonly form: Form;
  readonly facts: number;
  /** In the order of the pairs; `points` and `relative` of each are means over its tasks. */
  readonly editors: readonly EditorLift[];
}

/** Values of one editor and task by record, those that both reports have. */
interface Column {
  readonly editor: number;
  readonly task: ScoredTask;
  readonly plain: readonly (number | undefined)[];
  readonly constrained: readonly (number | undefined)[];
}

/**
 * The lift of the null-space constraint: for every editor and each of efficacy, generalization and specificity the
 * difference and the ratio of the means with and without it, and their means over tasks and editors.
 *
 * The intervals are percentiles of a bootstrap over facts. One resample is used for all editors, tasks and both
 * sides, so that what makes a fact hard falls out and what editors have in common stays in. They say what other
 * facts of the kind would have given, not what other models or seeds would.
 *
 * @returns nothing without pairs
 * @throws {DatasetError} `reports-differ` when the reports are not about the same facts
 * @see AlphaEdit, arXiv 2410.02355: one line of projection put into other editors
 */
export function nullSpaceLift(
  pairs: readonly LiftPair[],
  { form = 'preference', ...options }: BootstrapOptions & { readonly form?: Form } = {},
): NullSpaceLift | undefined {
  const [first] = pairs;
  if (!first) return undefined;
  for (const { plain, constrained } of pairs) {
    checkSameFacts(first.plain, plain);
    checkSameFacts(first.plain, constrained);
  }
  const columns = pairs.flatMap((pair, editor) =>
    SCORED_TASKS.flatMap((task) => columnOf(pair, editor, task, form)),
  );
  const n = first.plain.records.length;
  const over = (chosen: readonly Column[]): Lift => {
    const averaged = (figure: (plain: number, constrained: number) => number) =>
      bootstrap(n, (facts) => mean(chosen.map((column) => figure(...means(column, facts)))), options)!;
    return {
      points: averaged((plain, constrained) => constrained - plain),
      relative: averaged((plain, constrained) => constrained / plain - 1),
    };
  };
  return {
    form,
    facts: n,
    ...over(columns),
    editors: pairs.map(({ editor }, e) => {
      const own = columns.filter((column) => column.editor === e);
      const tasks = own.map((column) => {
        const [plain, constrained] = means(
          column,
          Int32Array.from({ length: n }, (_, i) => i),
        );
        return [column.task, { plain, constrained, ...over([column]) }];
      });
      return { editor, ...over(own), tasks: Object.fromEntries(tasks) };
    }),
  };
}

function columnOf({ plain, constrained }: LiftPair, editor: number, task: ScoredTask, form: Form): Column[] {
  const values = (report: Report) => report.records.map((record) => record[task]?.[form]);
  const [a, b] = [values(plain), values(constrained)];
  const both = a.some((value, i) => value !== undefined && b[i] !== undefined);
  return both ? [{ editor, task, plain: a, constrained: b }] : [];
}

/** Means over the records drawn, those that have both values. */
function means({ plain, constrained }: Column, facts: Int32Array): [plain: number, constrained: number] {
  let [a, b, count] = [0, 0, 0];
  for (const fact of facts) {
    const [x, y] = [plain[fact], constrained[fact]];
    if (x === undefined || y === undefined) continue;
    a += x;
    b += y;
    count++;
  }
  return [a / count, b / count];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
