import { StatisticsError } from '@alphaedit/spec';

const COLLECT_AGAIN =
  'Run `buildStatistics` over the same text again: it makes anew what is damaged, and keeps the rest.';

/** @param hint what to do about it, unless the layer is to be collected again */
export function statisticsBroken(
  file: string,
  problem: string,
  { hint = COLLECT_AGAIN, cause }: { readonly hint?: string; readonly cause?: unknown } = {},
): StatisticsError {
  return new StatisticsError({
    code: 'statistics-broken',
    message: `${file}: ${problem}`,
    hint,
    data: { file },
    cause,
  });
}
