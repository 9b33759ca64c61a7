import type { Fact } from '@alphaedit/spec';
import { FactError } from '@alphaedit/spec';

const name = (fact: Fact) => fact.id ?? fact.subject;

/**
 * A fact ready to edit: its target starts with a space.
 *
 * @throws {FactError} `subject-not-found` / `subject-ambiguous` unless `{}` stands exactly once in the prompt,
 * `empty-subject`, `empty-target`
 */
export function checkedFact(fact: Fact): Fact {
  const holes = fact.prompt.split('{}').length - 1;
  if (holes !== 1) {
    throw new FactError({
      code: holes === 0 ? 'subject-not-found' : 'subject-ambiguous',
      message: `Fact ${name(fact)}: the prompt ${JSON.stringify(fact.prompt)} has ${holes} places for its subject.`,
      hint: 'Write {} exactly once, where the subject goes: "The mother tongue of {} is".',
      data: { fact: name(fact), prompt: fact.prompt },
    });
  }
  const empty = fact.subject.trim() === '' ? 'subject' : fact.target.trim() === '' ? 'target' : undefined;
  if (empty) {
    throw new FactError({
      code: `empty-${empty}`,
      message: `Fact ${name(fact)}: the ${empty} is empty.`,
      hint: `Give the fact a ${empty}.`,
      data: { fact: name(fact) },
    });
  }
  return { ...fact, target: fact.target.startsWith(' ') ? fact.target : ` ${fact.target}` };
}
