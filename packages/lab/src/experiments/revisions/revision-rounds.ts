import { type Fact, questionKey, SettingsError } from '@alphaedit/spec';

/**
 * The facts of a chain: round by round the revised facts with one answer after another, in even rounds (counted from 1)
 * their own, in odd ones answers of other facts, of the same prompt where there are some.
 *
 * @param rounds how many; an even number ends with the facts' own answers
 * @throws {SettingsError} `setting-out-of-range` where all facts have one answer
 */
export function revisionRounds(revised: readonly Fact[], all: readonly Fact[], rounds: number): Fact[] {
  const detours = revised.map((fact) => otherAnswers(fact, all));
  return Array.from({ length: rounds }, (_, round) =>
    revised.map((fact, i) => {
      const others = detours[i]!;
      const { id: _, targetAliases: __, ...rest } = fact;
      return round % 2 === 1 ? fact : { ...rest, target: others[(round / 2) % others.length]! };
    }),
  ).flat();
}

/** Answers that a fact is not to have in the end, and, if there are others, had not before. */
function otherAnswers(fact: Fact, all: readonly Fact[]): string[] {
  const own = new Set([fact.target, fact.truth]);
  const answers = (facts: readonly Fact[]) =>
    [...new Set(facts.map(({ target }) => target))].filter((target) => !own.has(target));
  const related = answers(all.filter(({ prompt }) => prompt === fact.prompt));
  const found = related.length > 1 ? related : answers(all);
  if (found.length > 0) return found;
  if (fact.truth !== undefined) return [fact.truth];
  throw new SettingsError({
    code: 'setting-out-of-range',
    message: `No fact has another answer than "${fact.target}", so that there is nothing to revise.`,
    hint: 'Give facts with their old answers, or some with other answers.',
    data: { target: fact.target },
  });
}

/** Facts that ask different things, the first of each. */
export function differentQuestions(facts: readonly Fact[]): Fact[] {
  const seen = new Set<string>();
  return facts.filter((fact) => {
    const question = questionKey(fact);
    return !seen.has(question) && seen.add(question);
  });
}
