import { linePlot } from '@alphaedit/report';
import type { BenchResult } from './bench-figures.js';

/** The picture in the README, from the root of the repository; `npm run docs:picture` draws it. */
export const README_PICTURE = {
  result: 'results/bench/demo/results.json',
  picture: 'results/bench/demo/score.svg',
};

/** Editors in the picture, and what a reader calls them who knows none. */
const NAMES: Readonly<Record<string, string>> = {
  alphaedit: 'AlphaEdit',
  'memit+nullspace': 'MEMIT with the constraint',
  'rect+nullspace': 'RECT with the constraint',
  memit: 'MEMIT',
  rect: 'RECT',
};

/** Score by number of facts edited, with and without AlphaEdit's constraint. */
export function readmePicture({ editors }: BenchResult): Promise<string> {
  return linePlot({
    title: 'Score by number of facts edited (50 % is what guessing gives)',
    x: 'facts edited',
    y: { label: 'score', format: 'percent', min: 0, max: 1 },
    series: Object.entries(NAMES).flatMap(([id, name]) =>
      editors
        .filter(({ editor }) => editor === id)
        .map(({ plain, course }) => ({
          name,
          group: plain,
          points: course.map(({ facts, preference }) => [facts, preference.score ?? null] as const),
        })),
    ),
  });
}
