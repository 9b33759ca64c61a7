import {
  type Exposure,
  type ExposureFigures,
  FORMS,
  type Form,
  type Interval,
  type Retention,
  type RunComparison,
  TASKS,
} from '@alphaedit/eval';
import { formatNumber } from '../ui/format.js';
import { table } from '../ui/table.js';
import { comparisonTable, percent } from '../work/show-reports.js';
import type { Evaluation } from './evaluate-run.js';
import type { Measures } from './measure-model.js';

/** A figure of any range with its interval. */
export const spread = (found: Interval | undefined, scale = 1, digits = 1): string => {
  if (!found) return '–';
  const [mean, low, high] = [found.estimate, ...found.interval].map((value) =>
    (scale * value).toFixed(digits),
  );
  return `${mean} [${low}, ${high}]`;
};

/** Figures beside those on facts, one row each: name, before, after, second run. */
export function otherRows(states: readonly (Measures | undefined)[]): string[][] {
  const row = (name: string, of: (measures: Measures) => string | undefined) => {
    const cells = states.map((state) => (state && of(state)) ?? '');
    return cells.some((cell) => cell !== '') ? [[name, ...cells]] : [];
  };
  const ids = [...new Set(states.flatMap((state) => Object.keys(state?.capability ?? {})))];
  return [
    ...row('fluency', ({ texts }) => texts && spread(texts.fluency)),
    ...row('consistency', ({ texts }) => texts?.consistency && spread(texts.consistency)),
    ...row('perplexity', ({ perplexity }) => perplexity && formatNumber(perplexity.perplexity)),
    ...ids.flatMap((id) => row(`${id} weighted F1, %`, ({ capability }) => spread(capability[id]?.f1, 100))),
  ];
}

/** How far old answers can be had, and how far the same answers can about others: name, before, after, second run. */
export function exposureRows(states: readonly (Measures | undefined)[]): string[][] {
  const found = states.map((state) => state?.exposure);
  const budget = found.find(Boolean)?.budget;
  if (budget === undefined) return [];
  const names = {
    said: 'old answer said, %',
    recovered: `old answer among the ${budget} likeliest, %`,
    probability: 'its probability, %',
  } as const;
  const rows = (of: (exposure: Exposure) => ExposureFigures | undefined, whose: string) =>
    (['said', 'recovered', 'probability'] as const).map((figure) => [
      `${names[figure]}${whose}`,
      ...found.map((exposure) => percent(exposure && of(exposure)?.[figure])),
    ]);
  const compared = found.some((exposure) => exposure?.strangers);
  return [
    ...rows((exposure) => exposure, ''),
    ...(compared ? rows(({ strangers }) => strangers, ', of a stranger') : []),
  ];
}

/** Everything for people: facts, the other figures, ages, hidden states, the contrast of two runs. */
export function evaluationTables({ before, after, second, contrast }: Evaluation): string {
  const states = [before, after?.measures, second?.measures];
  const heads = ['', after ? 'before' : 'mean', 'after', 'second run'];
  const used = states.filter(Boolean).length;
  const others = otherRows(states.slice(0, used));
  const exposures = exposureRows(states.slice(0, used));
  const shift = after?.hiddenShift;
  return [
    before.facts && comparisonTable(before.facts, after?.measures.facts),
    others.length > 0 && table(heads.slice(0, used + 1), others),
    exposures.length > 0 && table(heads.slice(0, used + 1), exposures),
    after?.retention && `By age of the edit (preference):\n${agesTable(after.retention)}`,
    shift &&
      `Hidden states of ${shift.prompts} known prompts: Fréchet distance ${formatNumber(shift.frechet)} (${formatNumber(shift.relativeFrechet)} of the variance), mean move ${(100 * shift.relativeMove).toFixed(1)} %.`,
    contrast && `${second!.run} against ${after!.run}:\n${contrastTable(contrast)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function agesTable({ groups }: Retention, form: Form = 'preference'): string {
  const tasks = TASKS.filter((task) => groups.some((group) => group[form][task]));
  const rows = groups.map(({ age: [from, to], facts, [form]: scores }) => [
    from === to ? String(from) : `${from}–${to}`,
    String(facts),
    ...tasks.map((task) => percent(scores[task])),
  ]);
  return table(['facts edited since', 'facts', ...tasks], rows);
}

function contrastTable(contrast: RunComparison): string {
  const rows = TASKS.flatMap((task) =>
    FORMS.flatMap((form) => {
      const found = contrast[form][task];
      if (!found) return [];
      const { first, second, difference, mcnemar } = found;
      return [
        [
          task,
          form,
          percent(first),
          percent(second),
          spread(difference, 100),
          difference.p.toPrecision(2),
          mcnemar ? `${mcnemar.onlyFirst}:${mcnemar.onlySecond}, p ${mcnemar.p.toPrecision(2)}` : '',
        ],
      ];
    }),
  );
  return table(['', 'form', 'first', 'second', 'difference, points', 'p', 'only first:only second'], rows);
}
