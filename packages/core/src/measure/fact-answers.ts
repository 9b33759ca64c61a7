import { saidText, saysAnswer, scoreAnswers } from '@alphaedit/eval';
import { generate } from '@alphaedit/model';
import type { Fact, ModelPort, Work } from '@alphaedit/spec';
import { questionOf } from '@alphaedit/spec';

/** What a model answers to the question of a fact. */
export interface FactAnswer {
  /** What it says: its greedy continuation of the prompt, up to the end of the first sentence. */
  readonly said: string;
  /** Whether it says the target: every token of the target is the likeliest one, given the prompt and those before. */
  readonly says: boolean;
  /** Whether what it says is the target and nothing else, both normalised (`saysAnswer`). */
  readonly exact: boolean;
  /** p(target), the product over its tokens. */
  readonly probability: number;
  /** Whether the target is likelier per token than the old answer; nothing for a fact without one. */
  readonly preferred?: boolean;
}

/** Facts, counted from 0, whose target the model, as it stands, says already. @throws as `scoreAnswers` */
export async function knownFacts(
  model: ModelPort,
  facts: readonly Fact[],
  { signal }: Work = {},
): Promise<number[]> {
  const questions = facts.map(({ prompt, subject, target }) => ({
    prompt: questionOf({ prompt, subject }),
    answer: target,
  }));
  const scores = await scoreAnswers(model, questions, { signal });
  return scores.flatMap(({ exactMatch }, i) => (exactMatch ? [i] : []));
}

/** Prompts that are continued together. */
const ROWS = 32;
/** Tokens generated beyond those of the longest target, for what is said in its place. */
const MORE_TOKENS = 4;

/** What the model, as it stands, answers to the question of each fact. @throws as `scoreAnswers` */
export async function factAnswers(
  model: ModelPort,
  facts: readonly Fact[],
  { signal, onProgress }: Work = {},
): Promise<FactAnswer[]> {
  if (facts.length === 0) return [];
  const prompts = facts.map(({ prompt, subject }) => questionOf({ prompt, subject }));
  const questions = facts.flatMap(({ target, truth }, i) => [
    { prompt: prompts[i]!, answer: target },
    ...(truth === undefined ? [] : [{ prompt: prompts[i]!, answer: truth }]),
  ]);
  const scores = (await scoreAnswers(model, questions, { signal })).values();
  const scored = facts.map(({ truth }) => {
    const target = scores.next().value!;
    return { target, old: truth === undefined ? undefined : scores.next().value! };
  });
  const maxNewTokens = MORE_TOKENS + Math.max(...scored.map(({ target }) => target.tokens));
  const texts: string[] = [];
  for (let from = 0; from < facts.length; from += ROWS) {
    const rows = prompts.slice(from, from + ROWS).map((prompt) => model.tokenizer.encode(prompt));
    for (const ids of await generate(model, rows, { maxNewTokens, signal })) {
      texts.push(saidText(model.tokenizer.decode(ids, { skipSpecialTokens: true })));
    }
    onProgress?.({ stage: 'ask', done: texts.length, total: facts.length, unit: 'facts' });
  }
  return scored.map(({ target, old }, i) => ({
    said: texts[i]!,
    says: target.exactMatch,
    exact: saysAnswer(texts[i]!, facts[i]!.target).exact,
    probability: Math.exp(-target.nll * target.tokens),
    ...(old && { preferred: target.nll < old.nll }),
  }));
}
