import type { RecordResult } from '@alphaedit/eval';
import type { Evaluation } from './evaluate-run.js';

/** A fact whose target a model does not say to its own prompt. */
export interface FailingFact {
  /** Place among the facts measured, from 1. */
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly target: string;
  /** Whether the target is likelier than the old answer; absent without one. */
  readonly preferred?: boolean;
  /** What the model says instead, where it was let write. */
  readonly said?: string;
}

/**
 * Facts whose target the edited model (the model, where there are no edits) does not say to the edited prompt: some token
 * of it is not the likeliest, or what the model writes does not hold it. Nothing where that was not measured.
 */
export function failingFacts({ before, after, second }: Evaluation): readonly FailingFact[] | undefined {
  const { facts } = (second ?? after)?.measures ?? before;
  if (!facts?.exactMatch.efficacy) return undefined;
  return facts.records.flatMap((record, i) => (fails(record) ? [failing(record, i + 1)] : []));
}

const fails = ({ efficacy }: RecordResult) =>
  efficacy !== undefined && (efficacy.exactMatch < 1 || (efficacy.said ?? 1) < 1);

function failing({ id, subject, target, efficacy }: RecordResult, number: number): FailingFact {
  const { preference, prompts } = efficacy!;
  const said = prompts[0]?.said;
  return {
    number,
    ...(id !== undefined && { id: String(id) }),
    subject,
    target,
    ...(preference !== undefined && { preferred: preference === 1 }),
    ...(said !== undefined && { said }),
  };
}
