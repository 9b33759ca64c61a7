import type { AnswerScore } from '../scoring/score-answers.js';
import type { Contest } from './contest.js';

/** A contest and how likely the model finds its answers. */
export interface ContestResult extends Contest {
  readonly wantedScore: AnswerScore;
  readonly otherScore?: AnswerScore;
  /** What the model writes after the prompt, up to the end of its first sentence; where it was let write. */
  readonly said?: string;
}
