import type { Statistics } from '@alphaedit/spec';
import { StatisticsError } from '@alphaedit/spec';

/**
 * @param editor named in the message, where it is known
 * @throws {StatisticsError} `statistics-missing` where an editor was given none
 */
export function requireStatistics(statistics: Statistics | undefined, editor?: string): Statistics {
  if (statistics) return statistics;
  throw new StatisticsError({
    code: 'statistics-missing',
    message: `${editor === undefined ? 'This editor' : `The editor "${editor}"`} needs the second moments of the keys, and none were given.`,
    hint: 'Collect them with `collectStatistics(model, { text })` and give them as `statistics`.',
    data: { editor },
  });
}
