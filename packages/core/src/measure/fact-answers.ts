import { type AnswerScore, saidText, saysAnswer, scoreAnswers, tokensToSay } from '@alphaedit/eval';
import type { Fact, ModelPort, Progress, Work } from '@alphaedit/spec';
import { askedFact, questionOf } from '@alphaedit/spec';
import { continuations } from './continuations.js';

/** What a model answers to the question of a fact. An answer that has several names counts under each of them. */
export interface FactAnswer {
  /** What it says: its greedy continuation of the prompt, up to the end of the first sentence. */
  readonly said: string;
  /** Whether it says the target: every token of the target is the likeliest one, given the prompt and those before. */
  readonly says: boolean;
  /** Whether what it says is the target and nothing else, both normalised (`saysAnswer`). */
  readonly exact: boolean;
  /** p(target), the product over its tokens; of its likeliest name. */
  readonly probability: number;
  /** Whether the target is likelier per token than the old answer; nothing for a fact without one. */
  readonly preferred?: boolean;
}

/** Facts that are asked together: what is held of each meanwhile, tokens and scores, is held of so many at most. */
const TOGETHER = 500;

/** Asks facts slice by slice. Progress counts the facts. */
async function inSlices<T>(
  facts: readonly Fact[],
  { signal, onProgress }: Work,
  ask: (slice: readonly Fact[], work: Work) => Promise<readonly T[]>,
): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < facts.length; from += TOGETHER) {
    const slice = facts.slice(from, from + TOGETHER);
    const share = (progress: Progress) => {
      const done = from + Math.floor((slice.length * progress.done) / (progress.total ?? slice.length));
      onProgress?.({ ...progress, done, total: facts.length, unit: 'facts' });
    };
    answers.push(...(await ask(slice, { signal, onProgress: share })));
  }
  return answers;
}

/** Facts, counted from 0, whose target the model, as it stands, says already. @throws as `scoreAnswers` */
export async function knownFacts(
  model: ModelPort,
  facts: readonly Fact[],
  { signal }: Work = {},
): Promise<number[]> {
  const known = await inSlices(facts, { signal }, async (slice, work) => {
    const asked = slice.map((fact) => targetOf(askedFact(model.tokenizer, fact)));
    const scored = await scoreNames(model, asked, work);
    return scored.map((target) => target.some(({ exactMatch }) => exactMatch));
  });
  return known.flatMap((isKnown, i) => (isKnown ? [i] : []));
}

/** What the model, as it stands, answers to the question of each fact. @throws as `scoreAnswers` */
export function factAnswers(
  model: ModelPort,
  facts: readonly Fact[],
  work: Work = {},
): Promise<FactAnswer[]> {
  return inSlices(facts, work, (slice, part) => answersOf(model, slice, part));
}

async function answersOf(
  model: ModelPort,
  given: readonly Fact[],
  { signal, onProgress }: Work,
): Promise<FactAnswer[]> {
  const facts = given.map((fact) => askedFact(model.tokenizer, fact));
  const scored = await scoreNames(model, [...facts.map(targetOf), ...facts.map(truthOf)], { signal });
  const [targets, truths] = [scored.slice(0, facts.length), scored.slice(facts.length)];
  const beginnings = facts.map((fact, i) => ({
    prompt: questionOf(fact),
    tokens: tokensToSay(Math.max(...targets[i]!.map(({ tokens }) => tokens))),
  }));
  const texts = await continuations(model, beginnings, { signal, onProgress });
  return facts.map((fact, i) => {
    const names = targetNames(fact);
    const said = saidText(texts[i]!, names);
    const [wanted, old] = [likeliest(targets[i]!)!, likeliest(truths[i]!)];
    return {
      said,
      says: targets[i]!.some(({ exactMatch }) => exactMatch),
      exact: saysAnswer(said, ...names).exact,
      probability: Math.exp(-wanted.nll * wanted.tokens),
      ...(old && { preferred: wanted.nll < old.nll }),
    };
  });
}

/** Every name of a fact's target. */
export const targetNames = ({ target, targetAliases = [] }: Fact): readonly string[] => [
  target,
  ...targetAliases,
];

const targetOf = (fact: Fact): Asked => ({ prompt: questionOf(fact), names: targetNames(fact) });

const truthOf = (fact: Fact): Asked => ({
  prompt: questionOf(fact),
  names: fact.truth === undefined ? [] : [fact.truth, ...(fact.truthAliases ?? [])],
});

/** A question and the names of one answer to it. */
interface Asked {
  readonly prompt: string;
  readonly names: readonly string[];
}

/** How likely each name is, by question; all are run together. */
async function scoreNames(model: ModelPort, asked: readonly Asked[], work: Work): Promise<AnswerScore[][]> {
  const questions = asked.flatMap(({ prompt, names }) => names.map((answer) => ({ prompt, answer })));
  if (questions.length === 0) return asked.map(() => []);
  const scores = (await scoreAnswers(model, questions, work)).values();
  return asked.map(({ names }) => names.map(() => scores.next().value!));
}

const likeliest = (names: readonly AnswerScore[]) =>
  names.length === 0 ? undefined : names.reduce((best, name) => (name.nll < best.nll ? name : best));
