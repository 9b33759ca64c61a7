import { type Share, saysAnswer, share } from '@alphaedit/eval';
import { type Fact, type ModelPort, SettingsError, type Work } from '@alphaedit/spec';
import { type FactAnswer, factAnswers, targetNames } from './fact-answers.js';

/**
 * What a fact has to pass: `plain`, every token of its target is the likeliest one; `generated`, the model's greedy
 * continuation holds the target as whole words within its first sentence; `both`.
 */
export type AnswerForm = 'plain' | 'generated' | 'both';

/** When facts hold. */
export interface CheckAnswersOptions extends Work {
  /** `both` by default. */
  readonly form?: AnswerForm;
  /** Share of the facts that has to hold; 1 by default, each of them. */
  readonly minShare?: number;
}

/** A fact and whether the model says it. */
export interface CheckedAnswer extends FactAnswer {
  /** From 1, in the order of the facts. */
  readonly number: number;
  readonly fact: Fact;
  /** Whether what it says holds the target, as whole words, both normalised. */
  readonly contains: boolean;
  /** Whether it passes in the form asked for. */
  readonly holds: boolean;
}

/** Facts held against a model. */
export interface AnswerCheck {
  /** Whether at least the share asked for holds. */
  readonly ok: boolean;
  readonly answers: readonly CheckedAnswer[];
  /** Shares of the facts that hold: in the form asked for, and in each. */
  readonly holding: Share;
  readonly plain: Share;
  readonly generated: Share;
}

/**
 * Facts as tests: whether a model, as it stands, says each of them. An answer that has several names passes under any
 * of them.
 *
 * @throws {SettingsError} `setting-out-of-range`, `no-facts`
 * @throws as `factAnswers`
 */
export async function checkAnswers(
  model: ModelPort,
  facts: readonly Fact[],
  { form = 'both', minShare = 1, ...work }: CheckAnswersOptions = {},
): Promise<AnswerCheck> {
  assertShare(minShare);
  const found = await factAnswers(model, facts, work);
  const answers = found.map((answer, i): CheckedAnswer => {
    const fact = facts[i]!;
    const { contains } = saysAnswer(answer.said, ...targetNames(fact));
    const [plain, generated] = [form === 'generated' || answer.says, form === 'plain' || contains];
    return { number: i + 1, fact, ...answer, contains, holds: plain && generated };
  });
  const shareOf = (passes: (answer: CheckedAnswer) => boolean) =>
    share(answers.map((a) => Number(passes(a))))!;
  const holding = shareOf(({ holds }) => holds);
  return {
    ok: holding.mean >= minShare,
    answers,
    holding,
    plain: shareOf(({ says }) => says),
    generated: shareOf(({ contains }) => contains),
  };
}

/** @throws {SettingsError} `setting-out-of-range` */
export function assertShare(minShare: number): void {
  if (minShare >= 0 && minShare <= 1) return;
  throw new SettingsError({
    code: 'setting-out-of-range',
    message: `The share of facts that has to hold is ${minShare}; it must be between 0 and 1.`,
    hint: 'Give `minShare`, e.g. 0.95.',
    data: { minShare },
  });
}
