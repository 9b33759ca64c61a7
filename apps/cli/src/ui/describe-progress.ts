import { formatCount, formatRate, formatSeconds } from '@alphaedit/report/format';
import type { Progress } from '@alphaedit/spec';
import type { Pace } from './pace.js';
import { shown } from './printable.js';

/** `edit: 20/100 facts, 1.3/s, 1 min 02 s left (batch 2/10)`. */
export function describeProgress(
  { stage, done, total, unit, detail }: Progress,
  { rate, left }: Pace,
): string {
  const of = total > 0 ? `/${formatCount(total)}` : '';
  const pace = rate === undefined ? '' : `, ${formatRate(rate)}`;
  const eta = left === undefined || left === 0 ? '' : `, ${formatSeconds(left)} left`;
  return shown(`${stage}: ${formatCount(done)}${of} ${unit}${pace}${eta}${detail ? ` (${detail})` : ''}`);
}
