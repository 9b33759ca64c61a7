import type { Fact } from '@alphaedit/spec';
import { EditError, plural } from '@alphaedit/spec';

/**
 * Facts by what a user calls them: `#3` is the third of the run, anything else the id a fact has in its file, of which
 * there may be several.
 *
 * @returns places in the run, counted from 0, in order and without repetition
 * @throws {EditError} `no-such-fact`
 */
export function findFacts(facts: readonly Fact[], names: readonly string[], run: string): number[] {
  const found = names.flatMap((name) => {
    const number = /^#(\d+)$/.exec(name)?.[1];
    const places =
      number === undefined
        ? [...facts.keys()].filter((i) => facts[i]!.id !== undefined && String(facts[i]!.id) === name)
        : [...facts.keys()].filter((i) => i + 1 === Number(number));
    if (places.length > 0) return places;
    throw new EditError({
      code: 'no-such-fact',
      message:
        number === undefined
          ? `No fact of ${run} has the id "${name}".`
          : `${run} has ${plural(facts.length, 'fact')}; ${name} is none of them.`,
      hint: `See \`listRun('${run}')\`; #3 names the third fact.`,
      data: { run, fact: name },
    });
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
