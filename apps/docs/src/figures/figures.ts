import { agesFigure, courseFigure } from './bench-figures.js';
import { spectrumFigure } from './spectrum-figure.js';

/** A drawing of the site. */
export interface SiteFigure {
  /** Result file it is drawn from, as its path in the repository. */
  readonly result: string;
  /** Command lines that make it, in order; the last one prints it with --json. */
  readonly commands: readonly string[];
  /**
   * Whether the last command writes the result file itself, with its own command line in it. Such a file takes an hour,
   * and is copied into the repository by whoever ran it.
   */
  readonly kept?: boolean;
  /** What it shows, for those who cannot see it. */
  readonly caption: string;
  /** Draws the parsed result file as SVG. */
  draw(result: never): Promise<string>;
}

/** The bench of the model that ships. */
const BENCH = {
  result: 'results/bench/demo/results.json',
  commands: [
    'npx alphaedit covariance models/demo --text models/demo/text.txt --layers 0,1,2 --out stats/demo',
    'npx alphaedit bench models/demo --facts models/demo/facts.jsonl --stats stats/demo --out runs/bench-demo --limit 1000 --batch 50 --every 5 --editors memit,rect,prune,memit-seq,rome,emmet,ft,blue,alphaedit,betaedit --lift --settings results/bench/demo/settings.json --text models/demo/text.txt --text-tokens 1000',
  ],
  kept: true,
} as const;

/** Every figure by the name pages use: `<!-- figure: NAME -->`. */
export const FIGURES: Readonly<Record<string, SiteFigure>> = {
  spectrum: {
    result: 'apps/docs/results/spectrum-demo.json',
    commands: [
      'npx alphaedit covariance models/demo --text models/demo/text.txt --out stats/demo',
      'npx alphaedit spectrum stats/demo --threshold 0.02 --points 41 --json',
    ],
    caption:
      'Spectrum of the model that ships with the project: how strongly each direction of key space is used by the text. ' +
      'Directions under the threshold are the null space.',
    draw: spectrumFigure,
  },
  course: {
    ...BENCH,
    caption:
      'A thousand facts in batches of 50 on the model that ships: harmonic mean of efficacy, generalization and ' +
      'specificity over the facts edited so far.',
    draw: courseFigure,
  },
  ages: {
    ...BENCH,
    caption:
      'The same runs at their end: efficacy by age of the edit, from the youngest to the oldest third. A line that falls ' +
      'forgets.',
    draw: agesFigure,
  },
};
