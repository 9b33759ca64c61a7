import { saysAnswer } from '../said/said-text.js';
import type { ContestResult } from './contest-result.js';

/**
 * The forms in which a contest is judged; the same figure differs by tens of points between them.
 *
 * - `preference`: NLL(wanted) < NLL(other), strictly; of the CounterFact literature. Needs both answers.
 * - `exactMatch`: every token of the wanted answer is the argmax under teacher forcing.
 * - `tokenAccuracy`: share of the wanted answer's tokens t_i that are the argmax after `prompt + t_1 … t_{i−1}`;
 *   the zsRE metric.
 * - `said`: what the model writes after the prompt, up to the end of its first sentence, holds the wanted answer as whole
 *   words. Measured only where the model is let write.
 * - `saidExactly`: it writes that answer and nothing else.
 *
 * @see "The Mirage of Model Editing", arXiv 2502.11177, for the last two
 */
export type Form = 'preference' | 'exactMatch' | 'tokenAccuracy' | 'said' | 'saidExactly';

/** A contest in one form, in [0, 1]; nothing where it cannot be judged. */
export const judge: Readonly<Record<Form, (result: ContestResult) => number | undefined>> = {
  preference: ({ wantedScore, otherScore }) =>
    otherScore === undefined ? undefined : Number(wantedScore.nll < otherScore.nll),
  exactMatch: ({ wantedScore }) => Number(wantedScore.exactMatch),
  tokenAccuracy: ({ wantedScore }) => wantedScore.tokenAccuracy,
  said: (result) => says(result, 'contains'),
  saidExactly: (result) => says(result, 'exact'),
};

function says({ said, wanted, aliases = [] }: ContestResult, how: 'contains' | 'exact'): number | undefined {
  return said === undefined ? undefined : Number(saysAnswer(said, wanted, ...aliases)[how]);
}

/** All forms a contest is judged in. */
export const FORMS: readonly Form[] = ['preference', 'exactMatch', 'tokenAccuracy', 'said', 'saidExactly'];
