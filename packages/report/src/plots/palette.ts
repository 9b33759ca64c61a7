/**
 * Colours of series, after Okabe and Ito, shifted until each stands out by at least 3 : 1 from white and from a
 * dark page. They are told apart with any colour vision together with the dashes and shapes below.
 */
export const PALETTE = [
  '#0a7abf',
  '#c85a00',
  '#00896a',
  '#b0589a',
  '#8a7400',
  '#4a8fb0',
  '#a34a4a',
  '#74777c',
] as const;

/** Dashes that go round where colours do, so that no two of 32 lines look alike. */
export const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
];

export const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'triangle-down',
  'cross',
  'triangle-right',
  'triangle-left',
] as const;
