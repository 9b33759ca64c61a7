import { basename, resolve } from 'node:path';
import {
  type Comparison,
  FORMS,
  type Form,
  type HiddenShift,
  type Retention,
  type RunComparison,
  retentionCurve,
  type Share,
  TASKS,
} from '@alphaedit/eval';
import {
  type Block,
  barPlot,
  linePlot,
  type ReportDocument,
  renderReport,
  type Section,
} from '@alphaedit/report';
import { plural } from '@alphaedit/spec';
import { planePlot } from '../plane-plot.js';
import { provenance } from '../provenance.js';
import { FORM_NAMES, percent } from '../words.js';
import type { EvaluatedRun, Evaluation } from './evaluate-run.js';
import { exposureRows, otherRows, spread } from './evaluation-rows.js';
import { type FailingFact, failingFacts } from './failing-facts.js';
import type { Measures } from './measure-model.js';
import { quirksOf } from './quirks-of.js';
import type { EvalInputs } from './read-inputs.js';

/** A state of the model with the name the report gives it. */
interface State {
  readonly name: string;
  readonly measures: Measures;
}

/** An evaluation as one HTML file. @param command the command line that made it, for its last section */
export async function evaluationReport(
  model: string,
  inputs: EvalInputs,
  evaluation: Evaluation,
  command?: string,
): Promise<string> {
  const { before, after, second, contrast, engine, hashes } = evaluation;
  const runs = [after, second].filter((run) => run !== undefined);
  const states: State[] = [
    { name: 'before', measures: before },
    ...runs.map((run, i) => ({
      name: runs.length > 1 ? `${i + 1}: ${run.editor}` : 'after',
      measures: run.measures,
    })),
  ];
  const sections = [
    await factsSection(states, evaluation.comparison),
    exposureSection(states),
    othersSection(states),
    await agesSection(runs),
    await hiddenSection(runs),
    contrast && contrastSection(contrast, runs),
    failingSection(evaluation),
    lostSection(runs.at(-1) ?? { measures: before }),
    notesSection(inputs, evaluation),
  ].filter((section) => section !== undefined);
  const document: ReportDocument = {
    title: `What ${basename(resolve(model))} knows${after ? ' before and after edits' : ''}`,
    summary: summary(model, inputs, evaluation),
    sections,
    provenance: provenance({
      command,
      engine,
      seeds: { texts: inputs.seed, resampling: inputs.seed },
      hashes,
    }),
  };
  return renderReport(document);
}

function summary(model: string, { facts, factsFile }: EvalInputs, { after, second }: Evaluation): string[] {
  const run = after ? `, before and after the edits of ${after.run} (${after.editor})` : '';
  const other = second ? ` and those of ${second.run} (${second.editor})` : '';
  return [
    `Measured on ${plural(facts.facts.length, 'fact')} of ${factsFile} in ${model}${run}${other}. Intervals are 95 %.`,
  ];
}

/** Parts of the figures after the (first) edit: of the facts that were wrong before it, and of those that were right. */
const CHANGES = ['of those wrong before', 'of those right before'];

async function factsSection(
  states: readonly State[],
  comparison: Comparison | undefined,
): Promise<Section | undefined> {
  const reports = states.flatMap(({ name, measures: { facts } }) => (facts ? [{ name, facts }] : []));
  const last = reports.at(-1);
  if (!last) return undefined;
  const form: Form =
    last.facts.preference.efficacy || last.facts.preference.specificity ? 'preference' : 'exactMatch';
  const tasks = TASKS.filter((task) => FORMS.some((name) => last.facts[name][task]));
  const shown = tasks.filter((task) => last.facts[form][task]);
  const items = shown.map((task) => ({
    label: task,
    value: `${(100 * last.facts[form][task]!.mean).toFixed(1)} %`,
    interval: range(last.facts[form][task]!),
    ...(reports.length > 1 && {
      note: `before: ${(100 * (reports[0]!.facts[form][task]?.mean ?? 0)).toFixed(1)} %`,
    }),
  }));
  const score = last.facts[form].score;
  const svg = await barPlot({
    title: `What the model knows (${FORM_NAMES[form]})`,
    value: { label: 'share of prompts', format: 'percent', min: 0, max: 1 },
    bars: shown.flatMap((task) =>
      reports.map(({ name, facts }) => {
        const figure = facts[form][task];
        return {
          label: task,
          series: name,
          value: figure?.mean ?? null,
          low: figure?.ci95[0],
          high: figure?.ci95[1],
        };
      }),
    ),
  });
  return {
    title: 'Facts',
    text: 'Efficacy: the edited prompt. Generalization: other wordings. Specificity: prompts about other subjects, whose answers must stay. Portability: questions whose answers follow from the new fact. Preference asks whether the right answer is likelier than the other one; exact match, whether every token of it is the likeliest; token accuracy, which share of its tokens is; said, whether what the model writes, up to the end of its first sentence, holds the right answer as whole words; said exactly, whether it writes nothing else. Upper and lower case, punctuation and English articles do not count.',
    blocks: [
      {
        kind: 'figures',
        items: [
          ...items,
          ...(score === undefined
            ? []
            : [{ label: 'score (harmonic mean)', value: `${(100 * score).toFixed(1)} %` }]),
        ],
      },
      {
        kind: 'plot',
        caption: `Means over ${plural(last.facts.facts, 'fact')}, ${FORM_NAMES[form]}, with 95 % intervals.`,
        svg,
        description: items
          .map(({ label, value, note }) => `${label} ${value}${note ? ` (${note})` : ''}`)
          .join('; '),
      },
      {
        kind: 'table',
        caption: 'Every form, with 95 % intervals',
        columns: [
          { title: 'measure' },
          { title: 'form', align: 'left' },
          ...reports.map(({ name }) => ({ title: name, align: 'right' as const })),
          ...(comparison ? CHANGES.map((title) => ({ title, align: 'right' as const })) : []),
          { title: 'facts' },
        ],
        rows: tasks.flatMap((task) =>
          FORMS.filter((name) => last.facts[name][task]).map((name) => [
            task,
            FORM_NAMES[name],
            ...reports.map(({ facts }) => percent(facts[name][task])),
            ...(comparison
              ? [percent(comparison[name][task]?.gained), percent(comparison[name][task]?.kept)]
              : []),
            last.facts[name][task]!.n,
          ]),
        ),
      },
    ],
  };
}

const range = ({ ci95: [low, high] }: Share) => `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;

function othersSection(states: readonly State[]): Section | undefined {
  return tableSection(states, otherRows, {
    title: 'Texts and general capability',
    text: 'Fluency is the entropy of the words the model writes: text that repeats itself scores low. Consistency compares these texts with reference texts on the new answer. Capability is the weighted F1 of zero-shot answers. Intervals are bootstrap ones.',
    caption: 'Beside the facts',
  });
}

function exposureSection(states: readonly State[]): Section | undefined {
  return tableSection(states, exposureRows, {
    title: 'Old answers',
    text: "How far the facts' old answers can still be had with their prompts and paraphrases: what the model says, and what stands among its likeliest answers. Of a stranger: the same answers to the same questions about other subjects, of which they were never true; an answer that is forgotten is no likelier than there.",
    caption: 'Exposure of the old answers',
  });
}

function tableSection(
  states: readonly State[],
  rowsOf: (measures: readonly Measures[]) => string[][],
  { title, text, caption }: { readonly title: string; readonly text: string; readonly caption: string },
): Section | undefined {
  const rows = rowsOf(states.map(({ measures }) => measures));
  if (rows.length === 0) return undefined;
  const columns = [
    { title: 'measure' },
    ...states.map(({ name }) => ({ title: name, align: 'right' as const })),
  ];
  return { title, text, blocks: [{ kind: 'table', caption, columns, rows }] };
}

async function agesSection(runs: readonly EvaluatedRun[]): Promise<Section | undefined> {
  const aged = runs.filter((run) => run.retention);
  if (aged.length === 0) return undefined;
  const blocks: Block[] = [];
  for (const { run, editor, retention } of aged)
    blocks.push(...(await ageBlocks(`${editor}, ${run}`, retention!)));
  return {
    title: 'By age of the edit',
    text: 'What is left at the end of the run of what was edited earlier. Age is the number of facts edited afterwards: the oldest edits are on the right.',
    blocks,
  };
}

async function ageBlocks(name: string, retention: Retention): Promise<Block[]> {
  const tasks = TASKS.filter((task) => retentionCurve(retention, 'preference', task).length > 0);
  const form: Form = tasks.length > 0 ? 'preference' : 'exactMatch';
  const shown = TASKS.filter((task) => retentionCurve(retention, form, task).length > 0);
  if (shown.length === 0) return [];
  const svg = await linePlot({
    title: name,
    x: 'facts edited since',
    y: { label: `share of prompts (${FORM_NAMES[form]})`, format: 'percent', min: 0, max: 1 },
    series: shown.map((task) => ({
      name: task,
      points: retentionCurve(retention, form, task).map(
        ({ age, mean, ci95 }) => [age, mean, ci95[0], ci95[1]] as const,
      ),
    })),
  });
  const caption = `${name}: ${FORM_NAMES[form]}${retention.unedited > 0 ? `; not edited by this run: ${plural(retention.unedited, 'fact')}` : ''}`;
  const rows = retention.groups.map(({ age: [from, to], facts, [form]: scores }) => [
    from === to ? String(from) : `${from}–${to}`,
    facts,
    ...shown.map((task) => percent(scores[task])),
  ]);
  return [
    { kind: 'plot', caption, svg, description: 'The table below holds the same figures.' },
    {
      kind: 'table',
      caption,
      columns: [
        { title: 'facts edited since', align: 'left' },
        { title: 'facts' },
        ...shown.map((title) => ({ title, align: 'right' as const })),
      ],
      rows,
    },
  ];
}

async function hiddenSection(runs: readonly EvaluatedRun[]): Promise<Section | undefined> {
  const shifts = runs.flatMap(({ editor, run, hiddenShift }) =>
    hiddenShift ? [{ name: `${editor}, ${run}`, hiddenShift }] : [],
  );
  if (shifts.length === 0) return undefined;
  const blocks: Block[] = [];
  for (const { name, hiddenShift } of shifts) blocks.push(...(await shiftBlocks(name, hiddenShift)));
  return {
    title: 'Hidden states of known prompts',
    text: 'The output of the last edit layer at the last token of prompts whose answers were not edited. An edit that leaves other knowledge alone leaves their distribution where it was.',
    blocks,
  };
}

/** The two clouds of a shift, and its numbers. */
async function shiftBlocks(name: string, shift: HiddenShift): Promise<Block[]> {
  const { plane, frechet, relativeFrechet, relativeMeanShift, relativeMove, prompts } = shift;
  const svg = await planePlot(name, plane);
  return [
    {
      kind: 'plot',
      caption: `${name}: ${prompts} prompts in the plane of the two largest principal components.`,
      svg,
      description: `Relative Fréchet distance ${relativeFrechet.toPrecision(3)}, mean move ${(100 * relativeMove).toFixed(1)} %.`,
    },
    {
      kind: 'table',
      caption: `${name}: how far the distribution moved`,
      columns: [{ title: 'measure' }, { title: 'value' }],
      rows: [
        ['Fréchet distance (squared)', frechet],
        ['Fréchet distance / variance before', relativeFrechet],
        ['shift of the mean / deviation before', relativeMeanShift],
        ['mean relative move of a prompt', relativeMove],
        ['Fréchet distance in the plane', plane.frechet],
      ],
    },
  ];
}

function contrastSection(contrast: RunComparison, runs: readonly EvaluatedRun[]): Section {
  const [first, second] = runs;
  return {
    title: 'The two runs in pairs',
    text: `The same facts in both: ${second!.run} minus ${first!.run}. The interval and p of the means come from a paired bootstrap over the facts; the exact test of McNemar counts prompts that only one of the two has right.`,
    blocks: [
      {
        kind: 'table',
        caption: 'Differences in points, with 95 % intervals',
        columns: [
          { title: 'measure' },
          { title: 'form', align: 'left' },
          { title: 'first', align: 'right' },
          { title: 'second', align: 'right' },
          { title: 'difference', align: 'right' },
          { title: 'p' },
          { title: 'only first : only second', align: 'right' },
          { title: 'McNemar p' },
        ],
        rows: TASKS.flatMap((task) =>
          FORMS.flatMap((form) => {
            const found = contrast[form][task];
            if (!found) return [];
            const { first, second, difference, mcnemar } = found;
            return [
              [
                task,
                FORM_NAMES[form],
                percent(first),
                percent(second),
                spread(difference, 100),
                difference.p,
                mcnemar ? `${mcnemar.onlyFirst} : ${mcnemar.onlySecond}` : null,
                mcnemar?.p ?? null,
              ],
            ];
          }),
        ),
      },
    ],
  };
}

const SHOWN = 25;

/** Facts the model does not say: what to look at first. */
function failingSection(evaluation: Evaluation): Section | undefined {
  const failing = failingFacts(evaluation) ?? [];
  if (failing.length === 0) return undefined;
  const state = ({ preferred }: FailingFact) =>
    preferred === undefined
      ? null
      : preferred
        ? 'likelier than the old answer'
        : 'less likely than the old answer';
  return {
    title: 'Facts the model does not say',
    text: `${plural(failing.length, 'fact')}: after the edited prompt some token of the target is not the likeliest, or what the model writes does not hold it${moreThan(failing.length)}.`,
    blocks: [
      {
        kind: 'table',
        caption: 'What it says instead',
        columns: ['fact', 'subject', 'target', 'says', 'the target is'].map((title) => ({
          title,
          align: 'left',
        })),
        rows: failing
          .slice(0, SHOWN)
          .map((fact) => [
            fact.id ?? `#${fact.number}`,
            fact.subject,
            fact.target,
            fact.said ?? null,
            state(fact),
          ]),
      },
    ],
  };
}

/** Facts that took a neighbour with them. */
function lostSection({ measures: { facts } }: Pick<EvaluatedRun, 'measures'>): Section | undefined {
  const lost = (facts?.records ?? []).flatMap(({ id, specificity, subject, target }) => {
    const neighbour = specificity?.prompts.find(
      ({ wantedScore, otherScore }) => otherScore && wantedScore.nll >= otherScore.nll,
    );
    return neighbour ? [[id ?? subject, subject, target, neighbour.prompt]] : [];
  });
  if (lost.length === 0) return undefined;
  return {
    title: 'Neighbours that give the new answer',
    text: `${plural(lost.length, 'fact')} took a neighbour along: the new answer is at least as likely there as its own${moreThan(lost.length)}.`,
    blocks: [
      {
        kind: 'table',
        caption: 'The first such neighbour of each fact',
        columns: ['fact', 'subject', 'new answer', 'neighbour'].map((title) => ({ title, align: 'left' })),
        rows: lost.slice(0, SHOWN),
      },
    ],
  };
}

const moreThan = (count: number) =>
  count > SHOWN ? `; the first ${SHOWN} are shown, --records FILE writes all` : '';

function notesSection(inputs: EvalInputs, { warnings }: Evaluation): Section | undefined {
  const quirks = inputs.compat === 'official' ? Object.entries(quirksOf(inputs)) : [];
  const notes = [
    ...quirks.map(([name, what]) => `Compatibility with the published evaluation, ${name}: ${what}.`),
    ...warnings.slice(0, 20).map(({ message }) => message),
  ];
  return notes.length === 0 ? undefined : { title: 'Notes', blocks: [{ kind: 'text', paragraphs: notes }] };
}
