import type { Form, Interval, NullSpaceLift, Report } from '@alphaedit/eval';
import { plural } from '@alphaedit/spec';

/** The form of a report: preference, or exact match where there are no old answers. */
export const formOf = (report: Report): Form => (report.preference.efficacy ? 'preference' : 'exactMatch');

/** The claim and what was found here, in a sentence that holds whatever it is. */
export function liftSentence({ points, relative, editors, facts }: NullSpaceLift): string {
  const [low, high] = points.interval;
  const verdict =
    low > 0 ? 'a gain' : high < 0 ? 'a loss' : 'no difference that these facts could tell from none';
  return `The null-space constraint changes ${editors.map(({ editor }) => editor).join(', ')} by ${signed(points)} points on average (${signed(relative)} % relative): ${verdict}. Means over efficacy, generalization and specificity; 95 % bootstrap intervals over ${plural(facts, 'fact')}.`;
}

const hundred = (value: number) => (100 * value).toFixed(1);

/** An estimate in hundredths with its sign and interval: `+4.2 [+1.0, +7.3]`; a dash for a ratio to nothing. */
export function signed({ estimate, interval }: Interval): string {
  if (!Number.isFinite(estimate)) return '–';
  const one = (value: number) => `${value > 0 ? '+' : ''}${hundred(value).replace('-', '−')}`;
  return `${one(estimate)} [${interval.map(one).join(', ')}]`;
}

/** What the times of a bench are. */
export const TIME_WORDS =
  'Time: editing, without measurements. Values that several editors need are found once: the first of them is charged for them.';
