import type { ModelCheck } from '@alphaedit/core/node';
import { percent } from '@alphaedit/lab';
import { formatNumber } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { table } from '../ui/table.js';

const yes = (holds: boolean) => (holds ? 'yes' : 'no');

/** The facts that fail, both shares, and the verdict. */
export function checkTables(
  { ok, answers, holding, plain, generated }: ModelCheck,
  minShare: number,
): string {
  const failed = answers.filter(({ holds }) => !holds);
  const failures = table(
    ['fact', 'id', 'subject', 'target', 'plain', 'generated', 'p(target)', 'says'],
    failed.map(({ number, fact, says, contains, probability, said }) => [
      `#${number}`,
      String(fact.id ?? ''),
      fact.subject,
      fact.target,
      yes(says),
      yes(contains),
      formatNumber(probability),
      said,
    ]),
  );
  const shares = [
    ['plain', percent(plain)],
    ['generated', percent(generated)],
  ];
  const passed = answers.length - failed.length;
  const share = minShare < 1 ? ` (${(100 * holding.mean).toFixed(1)} %, ${100 * minShare} % have to)` : '';
  return [
    ...(failed.length > 0 ? [failures] : []),
    table(['form', 'says the target'], shares),
    `${passed} of ${plural(answers.length, 'fact')} ${answers.length === 1 ? 'holds' : 'hold'}${share}: ${ok ? 'passed' : 'FAILED'}.`,
  ].join('\n\n');
}
