import type { Exposure, ExposureFigures, Interval } from '@alphaedit/eval';
import { formatNumber } from '@alphaedit/report/format';
import { percent } from '../words.js';
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
