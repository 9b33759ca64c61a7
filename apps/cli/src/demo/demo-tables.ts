import { SCORED_TASKS } from '@alphaedit/eval';
import { percent } from '@alphaedit/lab';
import { formatSeconds } from '@alphaedit/report/format';
import { style } from '../ui/printable.js';
import type { DemoOutcome } from './run-demo.js';

type MakeTable = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

/** The demo's two tables: single questions, and the figures over all facts. */
export function demoTables(outcome: DemoOutcome, table: MakeTable): { answers: string; metrics: string } {
  const editors = Object.keys(outcome.after);
  const marked = (answer: string, wanted: string) =>
    answer.trim().startsWith(wanted.trim()) ? style.green(answer.trim()) : style.red(answer.trim());
  const answers = table(
    ['question', 'wanted', 'before', ...editors],
    outcome.answers.map(({ question, wanted, before, after }) => [
      question,
      wanted.trim(),
      before.trim(),
      ...editors.map((editor) => marked(after[editor]!, wanted)),
    ]),
  );
  const row = (name: string, of: DemoOutcome['before'], time: string) => [
    name,
    ...SCORED_TASKS.map((task) => percent(of.preference[task])),
    time,
  ];
  const metrics = table(
    ['', ...SCORED_TASKS, 'time'],
    [
      row('unedited', outcome.before, ''),
      ...editors.map((editor) => {
        const { report, seconds } = outcome.after[editor]!;
        return row(editor, report, formatSeconds(seconds));
      }),
    ],
  );
  return { answers, metrics };
}
