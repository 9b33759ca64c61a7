import type { Progress } from '@alphaedit/spec';

/** What each stage is doing, in words a visitor understands. */
const STAGES: Readonly<Record<string, string>> = {
  download: 'Downloading the model',
  load: 'Loading the model',
  covariance: 'Reading ordinary text, to learn what must not change',
  'null space': 'Finding the directions that are free to change',
  values: 'Searching for what the model should think of instead',
  layers: 'Working the change into the weights',
  compare: 'Doing the same with the second method',
  ask: 'Asking the questions again',
  trace: 'Blurring the subject, then putting one state after another back',
  generate: 'Answering',
};

export const stageWords = ({ stage }: Progress): string => STAGES[stage] ?? stage;

/** Share done, 0 to 1, or nothing while nobody knows. */
export function shareDone({ done, total, figures }: Progress): number | undefined {
  if (figures?.step !== undefined && figures.steps) return figures.step / figures.steps;
  return total > 0 ? Math.min(1, done / total) : undefined;
}
