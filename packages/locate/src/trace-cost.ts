import { type EffectKind, PLAIN_KINDS, restorationsOf } from './restoration.js';

/** What the cost of a trace depends on. */
export interface TraceCostOptions {
  /** Tokens of the prompt, T, and the first one of the subject, s. */
  readonly tokens: number;
  readonly first: number;
  /** One past the last token of the subject. */
  readonly end: number;
  readonly blocks: number;
  readonly samples: number;
  readonly window: number;
  readonly kinds?: readonly EffectKind[];
}

/** Block evaluations of single cells (one token of one row through one block). */
export interface TraceCost {
  readonly cells: number;
  /** The same for the published loop. */
  readonly publishedCells: number;
  /** publishedCells / cells. */
  readonly ratio: number;
}

/**
 * What a trace of one fact costs, against the loop of the published code.
 *
 * Published: for each kind, token and block one run of 1 + n rows of T tokens through all B blocks:
 * kinds · T · B · (1 + n) · T · B.
 *
 * Here: one run of 1 + n rows, and for each token t from the subject's first on, each restoration's n rows
 * of T − t cells through the blocks from its start on; once more from s on for the whole subject, where it
 * has several tokens (the published code does not restore that): with the sum over t of T − t and, where so,
 * T − s added,
 * (1 + n) · T · B + n · Σₜ (T − t) · Σᵣ (B − startᵣ).
 */
export function traceCost(options: TraceCostOptions): TraceCost {
  const { tokens: T, first, end, blocks: B, samples: n, window, kinds = PLAIN_KINDS } = options;
  const blockRuns = restorationsOf(kinds, B, window).reduce((sum, { start }) => sum + B - start, 0);
  let suffixes = end - first > 1 ? T - first : 0;
  for (let t = first; t < T; t++) suffixes += T - t;
  const cells = (1 + n) * T * B + n * suffixes * blockRuns;
  const publishedCells = kinds.length * T * B * (1 + n) * T * B;
  return { cells, publishedCells, ratio: publishedCells / cells };
}
