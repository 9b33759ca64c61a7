import type { Fact } from '@alphaedit/spec';
import type { Contest } from './contest.js';
import { efficacyContests } from './efficacy.js';
import { generalizationContests } from './generalization.js';
import { portabilityContests } from './portability.js';
import { specificityContests } from './specificity.js';

/** What is measured on a fact. */
export type Task = 'efficacy' | 'generalization' | 'specificity' | 'portability';

/** The contests each task holds for a fact. */
export const contestsOf: Readonly<Record<Task, (fact: Fact) => Contest[]>> = {
  efficacy: efficacyContests,
  generalization: generalizationContests,
  specificity: specificityContests,
  portability: portabilityContests,
};

/** The three tasks whose harmonic mean is the score. */
export const SCORED_TASKS = ['efficacy', 'generalization', 'specificity'] as const satisfies readonly Task[];

/** All tasks that are measured. */
export const TASKS: readonly Task[] = [...SCORED_TASKS, 'portability'];
