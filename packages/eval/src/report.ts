import type { Warning } from '@alphaedit/spec';
import type { ContestResult } from './metrics/contest-result.js';
import type { Form } from './metrics/forms.js';
import type { Share } from './metrics/share.js';
import type { Task } from './metrics/tasks.js';

/** One task on one record: the mean over its prompts in each form, and every prompt. */
export interface TaskResult {
  /** Absent where no prompt has an answer to be held against. */
  readonly preference?: number;
  readonly exactMatch: number;
  readonly tokenAccuracy: number;
  /** These two only where the model was let write. */
  readonly said?: number;
  readonly saidExactly?: number;
  readonly prompts: readonly ContestResult[];
}

/** A fact and what was measured on it. A task it has no prompts for is absent. */
export interface RecordResult extends Readonly<Partial<Record<Task, TaskResult>>> {
  readonly id?: string;
  readonly subject: string;
  readonly target: string;
}

/** Means over records of the means over each record's prompts. A task without records is absent. */
export interface Scores extends Readonly<Partial<Record<Task, Share>>> {
  /** Harmonic mean of efficacy, generalization and specificity, where all three were measured. */
  readonly score?: number;
}

/** What a model was measured to know: plain data, ready for JSON. */
export interface Report extends Readonly<Record<Form, Scores>> {
  readonly facts: number;
  /** In the order of the facts. */
  readonly records: readonly RecordResult[];
  readonly warnings: readonly Warning[];
}
