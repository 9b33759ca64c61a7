import { packageVersion } from '@alphaedit/core/node';
import { formatBytes } from '@alphaedit/engine';
import { type NullSpaceLift, type Report, retentionCurve, SCORED_TASKS, type Share } from '@alphaedit/eval';
import {
  type Block,
  barPlot,
  type LineSeries,
  linePlot,
  type ReportDocument,
  renderReport,
} from '@alphaedit/report';
import { formatNumber, formatSeconds } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { percent } from '../words.js';
import { type CoursePoint, type EditorResult, largestChange, newlySaid } from './bench-results.js';
import { formOf, liftSentence, signed, TIME_WORDS } from './lift-words.js';
import type { BenchState } from './run-bench.js';

/** The bench as an HTML file. @param command the command line, for its last section */
export async function benchReport(
  state: BenchState,
  results: readonly EditorResult[],
  lift: NullSpaceLift | undefined,
  command: string,
): Promise<string> {
  const { facts, batch, model, modelHash, factsHash, engine, settings, unedited } = state;
  const measured = results.filter(({ course }) => course.length > 0);
  const waiting = results.filter(({ finished }) => !finished).map(({ editor }) => editor);
  const form = formOf(unedited.report);
  const seeds = [...new Set(results.flatMap((result) => result.seeds))];
  const document: ReportDocument = {
    title: `Editors side by side on ${model}`,
    summary: [
      `${plural(facts.length, 'fact')} in batches of ${batch}, one after the other; ${unedited.sample.length} of them measured, in ${form === 'preference' ? 'preference form' : 'exact match'}, with 95 % intervals over facts. Every editor starts from the same unedited model.`,
      ...(waiting.length > 0 ? [`Not finished when this was written: ${waiting.join(', ')}.`] : []),
      ...(unedited.report.said.efficacy ? [SAID_TEXT] : []),
      ...(lift ? [liftSentence(lift)] : []),
    ],
    provenance: {
      command,
      versions: { alphaedit: packageVersion(), node: process.version, engine },
      seeds: { 'context templates': seeds.join(', '), sample: 0, bootstrap: 0 },
      hashes: { model: modelHash, facts: factsHash },
      date: new Date().toISOString(),
      settings: Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          name,
          typeof value === 'number' ? value : JSON.stringify(value).replace(/"/g, ''),
        ]),
      ),
      machine: `${process.platform}-${process.arch}`,
    },
    sections: [
      {
        title: 'After the last batch',
        blocks: [finalBlock(state, measured), await scoreBlock(measured, form)],
      },
      ...(lift ? [{ title: 'The null-space constraint', text: LIFT_TEXT, blocks: [liftBlock(lift)] }] : []),
      { title: 'As edits add up', blocks: await courseBlocks(state, measured, form) },
      { title: 'What old edits keep', text: AGE_TEXT, blocks: await retentionBlocks(measured, form) },
    ].filter(({ blocks }) => blocks.length > 0),
  };
  return renderReport(document);
}

const SAID_TEXT =
  'Said: what the model writes after the edited prompt, up to the end of its first sentence, holds the new answer as whole words. Newly said: of the facts that the unedited model does not say.';
const LIFT_TEXT =
  'Each editor without and with the one line that projects its change onto the null space of preserved keys, on the same facts in the same batches. Points: constrained − plain; relative: constrained / plain − 1; both are means over efficacy, generalization and specificity. Intervals come from one bootstrap over facts shared by all editors.';
const AGE_TEXT =
  'The edited facts by age, the number of facts edited after them, measured at the end of the run: youngest third, middle, oldest third. An editor that keeps what it wrote shows no slope.';

function finalBlock(state: BenchState, results: readonly EditorResult[]): Block {
  const { unedited, facts } = state;
  const { efficacy: said } = unedited.report.said;
  const form = formOf(unedited.report);
  const withText = unedited.perplexity !== undefined;
  const figures = (report: Report, newly: Share | undefined, perplexity: number | undefined) => [
    ...SCORED_TASKS.map((task) => percent(report[form][task]).replace(' %', '')),
    report[form].score === undefined ? null : (100 * report[form].score).toFixed(1),
    ...(said ? [report.said.efficacy, newly].map((share) => percent(share).replace(' %', '')) : []),
    ...(withText ? [perplexity === undefined ? null : formatNumber(perplexity)] : []),
  ];
  const right = { align: 'right' } as const;
  return {
    kind: 'table',
    caption: `The unedited model, and each editor after its last measurement. ${TIME_WORDS}`,
    columns: [
      { title: 'editor' },
      { title: 'facts', ...right },
      ...SCORED_TASKS.map((title) => ({ title, unit: '%', ...right })),
      { title: 'score', unit: '%', ...right },
      ...(said ? ['said', 'newly said'].map((title) => ({ title, unit: '%', ...right })) : []),
      ...(withText ? [{ title: 'perplexity', ...right }] : []),
      { title: '‖ΔW‖/‖W‖', ...right },
      { title: 'time', ...right },
      { title: 'peak memory', ...right },
    ],
    rows: [
      [
        'unedited',
        '0',
        ...figures(unedited.report, undefined, unedited.perplexity?.perplexity),
        '0',
        null,
        null,
      ],
      ...results.map(({ editor, course, seconds, peakBytes }) => {
        const last = course.at(-1)!;
        return [
          editor,
          last.facts === facts.length ? String(last.facts) : `${last.facts} of ${facts.length}`,
          ...figures(last.report, newlySaid(state, last), last.perplexity),
          formatNumber(largestChange(last)),
          formatSeconds(seconds),
          peakBytes === undefined ? null : formatBytes(peakBytes),
        ];
      }),
    ],
  };
}

async function scoreBlock(results: readonly EditorResult[], form: ReturnType<typeof formOf>): Promise<Block> {
  const bars = results.flatMap(({ editor, course }) =>
    SCORED_TASKS.flatMap((task) => {
      const figure = course.at(-1)!.report[form][task];
      return figure
        ? [{ label: editor, series: task, value: figure.mean, low: figure.ci95[0], high: figure.ci95[1] }]
        : [];
    }),
  );
  if (bars.length === 0) return { kind: 'text', paragraphs: ['Nothing is measured yet.'] };
  return {
    kind: 'plot',
    caption:
      'Efficacy, generalization and specificity after the last measurement. Whiskers: 95 % intervals over facts.',
    svg: await barPlot({
      title: 'After the last batch',
      value: { label: 'share of prompts', format: 'percent', min: 0, max: 1 },
      bars,
    }),
    description: 'Bars of the figures in the table above, three per editor.',
  };
}

function liftBlock(lift: NullSpaceLift): Block {
  const hundred = (value: number) => (100 * value).toFixed(1);
  return {
    kind: 'table',
    caption: 'Without → with the null-space constraint, in %',
    columns: [
      { title: 'editor' },
      ...SCORED_TASKS.map((title) => ({ title, align: 'right' as const })),
      { title: 'lift', unit: 'points', align: 'right' },
      { title: 'lift', unit: '% relative', align: 'right' },
    ],
    rows: [
      ...lift.editors.map(({ editor, tasks, points, relative }) => [
        editor,
        ...SCORED_TASKS.map((task) => {
          const found = tasks[task];
          return found ? `${hundred(found.plain)} → ${hundred(found.constrained)}` : null;
        }),
        signed(points),
        signed(relative),
      ]),
      ['average', null, null, null, signed(lift.points), signed(lift.relative)],
    ],
  };
}

type Figure = (point: CoursePoint) => { mean: number; ci95?: readonly [number, number] } | undefined;

async function courseBlocks(
  { unedited }: BenchState,
  results: readonly EditorResult[],
  form: ReturnType<typeof formOf>,
): Promise<Block[]> {
  const share = { format: 'percent', min: 0, max: 1 } as const;
  const lines = (figure: Figure): LineSeries[] =>
    results.map(({ editor, plain, course }) => ({
      name: editor,
      group: plain,
      points: course.map((point) => {
        const found = figure(point);
        return [point.facts, found?.mean ?? null, found?.ci95?.[0], found?.ci95?.[1]] as const;
      }),
    }));
  const plots: { title: string; figure: Figure; y: object; logY?: boolean; start?: number }[] = [
    ...SCORED_TASKS.map((task) => ({
      title: `${task[0]!.toUpperCase()}${task.slice(1)} on the facts edited so far`,
      figure: ({ report }: CoursePoint) => report[form][task],
      y: { label: task, ...share },
    })),
    {
      title: 'Score on the facts edited so far',
      figure: ({ report }) => (report[form].score === undefined ? undefined : { mean: report[form].score }),
      y: { label: 'score', ...share },
    },
    {
      title: 'Perplexity of text',
      figure: ({ perplexity }) => (perplexity === undefined ? undefined : { mean: perplexity }),
      y: { label: 'perplexity' },
      logY: true,
      start: unedited.perplexity?.perplexity,
    },
    {
      title: 'Relative change of the weights, largest over layers',
      figure: (point) => ({ mean: largestChange(point) }),
      y: { label: '‖ΔW‖ / ‖W‖' },
      start: 0,
    },
  ];
  const blocks: Block[] = [];
  for (const { title, figure, y, logY, start } of plots) {
    const own = lines(figure);
    // Many intervals hide one another: bands only where lines are few.
    const few = own.length <= 4;
    const series = own.map((line) => ({
      ...line,
      points: [
        ...(start === undefined ? [] : [[0, start] as const]),
        ...line.points.map((point) => (few ? point : ([point[0], point[1]] as const))),
      ],
    }));
    if (!own.some(({ points }) => points.some(([, value]) => value !== null))) continue;
    blocks.push({
      kind: 'plot',
      caption: `${title}, by number of facts edited.`,
      svg: await linePlot({ title, x: 'facts edited', y: y as { label: string }, series, logY }),
      description: `${title}; at the end: ${own.map(({ name, points }) => `${name} ${formatNumber(points.at(-1)?.[1] ?? Number.NaN)}`).join(', ')}.`,
    });
  }
  return blocks;
}

async function retentionBlocks(
  results: readonly EditorResult[],
  form: ReturnType<typeof formOf>,
): Promise<Block[]> {
  const aged = results.filter(({ course }) => course.at(-1)!.retention.groups.length > 1);
  const blocks: Block[] = [];
  for (const task of ['efficacy', 'generalization'] as const) {
    const series = aged.map(({ editor, plain, course }) => ({
      name: editor,
      group: plain,
      points: retentionCurve(course.at(-1)!.retention, form, task).map(
        ({ age, mean }) => [age, mean] as const,
      ),
    }));
    if (!series.some(({ points }) => points.length > 0)) continue;
    const title = `${task[0]!.toUpperCase()}${task.slice(1)} by age of the edit`;
    blocks.push({
      kind: 'plot',
      caption: `${title}, at the last measurement.`,
      svg: await linePlot({
        title,
        x: 'facts edited afterwards',
        y: { label: task, format: 'percent', min: 0, max: 1 },
        series,
      }),
      description: `${title}, from the youngest to the oldest third.`,
    });
  }
  return blocks;
}
