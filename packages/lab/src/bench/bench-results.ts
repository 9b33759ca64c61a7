import { scores } from '@alphaedit/core';
import {
  averageReports,
  compareReports,
  type NullSpaceLift,
  nullSpaceLift,
  type Report,
  type ScoredTask,
  type Share,
} from '@alphaedit/eval';
import type { Checkpoint } from './checkpoint.js';
import { liftPairs, plainOf } from './expand-editors.js';
import type { BenchRun, BenchState } from './run-bench.js';

/** One editor over its seeds. */
export interface EditorResult {
  readonly editor: string;
  /** The editor without the null-space constraint, where this is its form with it. */
  readonly plain: string;
  readonly seeds: readonly number[];
  readonly finished: boolean;
  readonly batches: number;
  /** Mean over seeds. */
  readonly seconds: number;
  /** Largest over seeds. */
  readonly peakBytes?: number;
  /** Means over seeds; only those every seed has. */
  readonly course: readonly CoursePoint[];
}

/** An editor after some batches. */
export interface CoursePoint {
  readonly batches: number;
  readonly facts: number;
  readonly report: Report;
  readonly perplexity?: number;
  readonly weightChange: Readonly<Record<string, number>>;
  readonly retention: Checkpoint['retention'];
}

/** Runs of one editor put together, in the order the editors come in. */
export function editorResults(runs: readonly BenchRun[]): EditorResult[] {
  const ids = [...new Set(runs.map(({ editor }) => editor))];
  return ids.map((editor) => {
    const own = runs.filter((run) => run.editor === editor);
    const peaks = own.flatMap(({ peakBytes }) => peakBytes ?? []);
    const common = own[0]!.checkpoints.filter(({ batches }) =>
      own.every(({ checkpoints }) => checkpoints.some((one) => one.batches === batches)),
    );
    return {
      editor,
      plain: plainOf(editor),
      seeds: own.map(({ seed }) => seed),
      finished: own.every(({ finished }) => finished),
      batches: Math.min(...own.map(({ batches }) => batches)),
      seconds: mean(own.map(({ seconds }) => seconds)),
      ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
      course: common.map(({ batches }) =>
        coursePoint(own.map(({ checkpoints }) => checkpoints.find((one) => one.batches === batches)!)),
      ),
    };
  });
}

function coursePoint(checkpoints: readonly Checkpoint[]): CoursePoint {
  const [first, ...others] = checkpoints as readonly [Checkpoint, ...Checkpoint[]];
  const perplexities = checkpoints.flatMap(({ perplexity }) => perplexity?.nll ?? []);
  const layers = Object.keys(first.weightChange);
  return {
    batches: first.batches,
    facts: first.facts,
    report: averageReports([first.report, ...others.map(({ report }) => report)]),
    ...(perplexities.length > 0 && { perplexity: Math.exp(mean(perplexities)) }),
    weightChange: Object.fromEntries(
      layers.map((layer) => [layer, mean(checkpoints.map(({ weightChange }) => weightChange[layer]!))]),
    ),
    // Ages are those of the first seed: every seed has the same facts in the same batches.
    retention: first.retention,
  };
}

/** The lift of the null-space constraint over all editors that have finished with and without it. */
export function liftOf(results: readonly EditorResult[]): NullSpaceLift | undefined {
  const finished = results.filter(({ finished }) => finished);
  const last = (id: string) => finished.find(({ editor }) => editor === id)!.course.at(-1)!.report;
  const pairs = liftPairs(finished.map(({ editor }) => editor));
  return nullSpaceLift(
    pairs.map(({ plain, constrained }) => ({
      editor: plain,
      plain: last(plain),
      constrained: last(constrained),
    })),
  );
}

/** Everything as one JSON document, with the figures of single facts at the end of each run. */
export function benchDocument(
  state: BenchState,
  results: readonly EditorResult[],
  lift: NullSpaceLift | undefined,
) {
  const { engine, model, modelHash, factsHash, settings, facts, batch, unedited } = state;
  return {
    model,
    modelHash,
    engine,
    settings: { ...settings },
    facts: facts.length,
    factsHash,
    batch,
    sample: unedited.sample,
    unedited: measured(unedited.report, unedited.perplexity?.perplexity),
    editors: results.map(({ course, ...result }) => ({
      ...result,
      course: course.map((point, i) => ({
        batches: point.batches,
        facts: point.facts,
        ...measured(point.report, point.perplexity),
        newlySaid: newlySaid(state, point),
        weightChange: point.weightChange,
        retention: point.retention.groups.map(({ age, facts, preference, exactMatch }) => ({
          age,
          facts,
          preference,
          exactMatch,
        })),
        ...(i === course.length - 1 && { records: single(point.report) }),
      })),
    })),
    lift,
  };
}

/**
 * What the edited model says of the facts that the unedited one did not say: those it said before are no success of an
 * edit. Nothing before every fact is edited, and where it was not measured.
 */
export function newlySaid(
  { unedited }: Pick<BenchState, 'unedited'>,
  { report }: CoursePoint,
): Share | undefined {
  if (report.facts !== unedited.report.facts) return undefined;
  return compareReports(unedited.report, report).said.efficacy?.gained;
}

function measured(report: Report, perplexity: number | undefined) {
  return { ...scores(report), ...(perplexity !== undefined && { perplexity }) };
}

/** Preference and exact match of each fact measured, `null` where it has none: enough to compute the lift again. */
function single({ records }: Report) {
  const figures = (form: 'preference' | 'exactMatch', task: ScoredTask) =>
    records.map((record) => record[task]?.[form] ?? null);
  const byTask = (form: 'preference' | 'exactMatch') => ({
    efficacy: figures(form, 'efficacy'),
    generalization: figures(form, 'generalization'),
    specificity: figures(form, 'specificity'),
  });
  return { preference: byTask('preference'), exactMatch: byTask('exactMatch') };
}

/** The largest relative change of a weight among the layers. */
export function largestChange({ weightChange }: CoursePoint): number {
  return Math.max(...Object.values(weightChange));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
