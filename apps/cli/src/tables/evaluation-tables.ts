import { FORMS, type Form, type Retention, type RunComparison, TASKS } from '@alphaedit/eval';
import {
  type Evaluation,
  exposureRows,
  type FailingFact,
  failingFacts,
  otherRows,
  percent,
  spread,
} from '@alphaedit/lab';
import { formatNumber } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { table } from '../ui/table.js';
import { comparisonTable } from './comparison-table.js';

/** Everything for people: facts, the other figures, ages, hidden states, the contrast of two runs. */
export function evaluationTables(evaluation: Evaluation): string {
  const { before, after, second, comparison, contrast, plain } = evaluation;
  const states = [before, after?.measures, second?.measures];
  const heads = ['', after ? 'before' : 'mean', 'after', 'second run'];
  const used = states.filter(Boolean).length;
  const others = otherRows(states.slice(0, used));
  const exposures = exposureRows(states.slice(0, used));
  const shift = after?.hiddenShift;
  return [
    before.facts && comparisonTable(before.facts, after?.measures.facts, comparison),
    plain?.before.facts &&
      `In plain form:\n${comparisonTable(plain.before.facts, plain.after?.facts, undefined)}`,
    failingTable(failingFacts(evaluation) ?? []),
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

/** Facts named in the table. */
const NAMED = 10;

function failingTable(facts: readonly FailingFact[]): string {
  if (facts.length === 0) return '';
  const rows = facts
    .slice(0, NAMED)
    .map(({ number, id, subject, target, said }) => [`#${number}`, id ?? '', subject, target, said ?? '']);
  const more = facts.length > NAMED ? `\nand ${facts.length - NAMED} more; --json names them all` : '';
  return `${plural(facts.length, 'fact')} the model does not say:\n${table(['fact', 'id', 'subject', 'target', 'says'], rows)}${more}`;
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
