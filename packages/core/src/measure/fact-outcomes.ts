import type { Fact, Warning } from '@alphaedit/spec';
import { plural, supersededBy } from '@alphaedit/spec';
import type { FactAnswer } from './fact-answers.js';

/**
 * What became of a fact: `taken`, the edited model says the target and did not before; `known`, it said it already;
 * `superseded`, a later fact of the run gives the same question another answer; `not-taken`, it says something else.
 */
export type Outcome = 'taken' | 'known' | 'superseded' | 'not-taken';

/** A fact, what the edited model answers to it, and what that means. */
export interface FactOutcome extends FactAnswer {
  /** From 1, in the order of the edit. */
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
  readonly outcome: Outcome;
  /** Number of the later fact that supersedes it. */
  readonly supersededBy?: number;
}

/** How an edit stands. */
export interface OutcomeRequest {
  readonly facts: readonly Fact[];
  /** What the edited model answers, by fact. */
  readonly answers: readonly FactAnswer[];
  /** Facts, counted from 0, that the model said before. */
  readonly knownBefore?: readonly number[];
  /** Facts, counted from 0, that are not applied: they are left out, and supersede nothing. */
  readonly undone?: ReadonlySet<number>;
  /** The batch of each; one of its own where left out. */
  batchOf?(fact: number): number;
}

/** What became of every applied fact. */
export function factOutcomes({
  facts,
  answers,
  knownBefore = [],
  undone = new Set(),
  batchOf = (fact) => fact,
}: OutcomeRequest): FactOutcome[] {
  const known = new Set(knownBefore);
  const superseding = supersededBy(facts, { batchOf, undone });
  return facts.slice(0, answers.length).flatMap(({ id, subject, prompt, target }, i) => {
    if (undone.has(i)) return [];
    const by = superseding.get(i);
    const { says } = answers[i]!;
    const outcome = says ? (known.has(i) ? 'known' : 'taken') : by === undefined ? 'not-taken' : 'superseded';
    return [
      {
        number: i + 1,
        ...(id !== undefined && { id: String(id) }),
        subject,
        prompt,
        target,
        ...answers[i]!,
        outcome,
        ...(by !== undefined && { supersededBy: by + 1 }),
      },
    ];
  });
}

/** Facts named one by one in the warning. */
const NAMED = 10;

/** Facts and what a model says in their place, in words: the first of them, and how many more there are. */
export function namedFacts(
  facts: readonly Pick<FactOutcome, 'number' | 'subject' | 'target' | 'said'>[],
): string {
  const named = facts
    .slice(0, NAMED)
    .map(({ number, subject, target, said }) => `#${number} ${subject} → ${target} (says "${said}")`);
  const more = facts.length > NAMED ? `, and ${facts.length - NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

/** The warning about facts that did not take, naming the first of them; nothing if all did. */
export function notTakenWarning(outcomes: readonly FactOutcome[]): Warning[] {
  const failed = outcomes.filter(({ outcome }) => outcome === 'not-taken');
  if (failed.length === 0) return [];
  return [
    {
      code: 'not-taken',
      message: `${failed.length} of ${plural(outcomes.length, 'fact')} did not take: the edited model does not say the target of ${namedFacts(failed)}.`,
      data: { facts: failed.map(({ number }) => number) },
    },
  ];
}
