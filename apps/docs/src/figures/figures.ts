import { spectrumFigure } from './spectrum-figure.js';

/** A drawing of the site. */
export interface SiteFigure {
  /** Result file it is drawn from, as its path in the repository. */
  readonly result: string;
  /** Command lines that make it, in order; the last one prints it with --json. */
  readonly commands: readonly string[];
  /** What it shows, for those who cannot see it. */
  readonly caption: string;
  /** Draws the parsed result file as SVG. */
  draw(result: never): Promise<string>;
}

/** Every figure by the name pages use: `<!-- figure: NAME -->`. */
export const FIGURES: Readonly<Record<string, SiteFigure>> = {
  spectrum: {
    result: 'apps/docs/results/spectrum-demo.json',
    commands: [
      'pnpm alphaedit covariance models/demo --text models/demo/text.txt --out stats/demo',
      'pnpm alphaedit spectrum stats/demo --threshold 0.02 --points 41 --json',
    ],
    caption:
      'Spectrum of the model that ships with the project: how strongly each direction of key space is used by the text. ' +
      'Directions under the threshold are the null space.',
    draw: spectrumFigure,
  },
};
