import { type LineSeries, linePlot } from '@alphaedit/report';

/** What is read of a bench's `results.json`. */
export interface BenchResult {
  readonly editors: readonly {
    readonly editor: string;
    readonly plain: string;
    readonly course: readonly {
      readonly facts: number;
      readonly preference: { readonly score?: number };
      readonly retention: readonly {
        /** Facts edited after them: from, to. */
        readonly age: readonly [number, number];
        readonly preference: { readonly efficacy?: { readonly mean: number } };
      }[];
    }[];
  }[];
}

/** Few enough to tell their lines apart: the paper's editors, and those with a memory. */
const SHOWN = ['memit', 'memit+nullspace', 'rect', 'rect+nullspace', 'memit-seq', 'alphaedit'];

function series(
  { editors }: BenchResult,
  points: (editor: BenchResult['editors'][number]) => LineSeries['points'],
): LineSeries[] {
  return editors
    .filter(({ editor }) => SHOWN.includes(editor))
    .map((editor) => ({ name: editor.editor, group: editor.plain, points: points(editor) }));
}

/** Score by number of facts edited. */
export const courseFigure = (result: BenchResult): Promise<string> =>
  linePlot({
    title: 'Score on the facts edited so far',
    x: 'facts edited',
    y: { label: 'score', format: 'percent', min: 0, max: 1 },
    series: series(result, ({ course }) =>
      course.map(({ facts, preference }) => [facts, preference.score ?? null] as const),
    ),
  });

/** Efficacy by age at the end. */
export const agesFigure = (result: BenchResult): Promise<string> =>
  linePlot({
    title: 'Efficacy by age of the edit',
    x: 'facts edited afterwards',
    y: { label: 'efficacy', format: 'percent', min: 0, max: 1 },
    series: series(result, ({ course }) =>
      (course.at(-1)?.retention ?? []).map(
        ({ age: [from, to], preference }) => [(from + to) / 2, preference.efficacy?.mean ?? null] as const,
      ),
    ),
  });
