import type { Form, Share } from '@alphaedit/eval';

/** Names of the forms for people. */
export const FORM_NAMES: Readonly<Record<Form, string>> = {
  preference: 'preference',
  exactMatch: 'exact match',
  tokenAccuracy: 'token accuracy',
  said: 'said',
  saidExactly: 'said exactly',
};

/** A mean with its 95 % interval, which is not symmetric near 0 and 100 %. */
export function percent(share: Share | undefined): string {
  if (!share) return '–';
  const [mean, low, high] = [share.mean, ...share.ci95].map((value) => (100 * value).toFixed(1));
  return `${mean} % [${low}, ${high}]`;
}
