import type { Fact } from '@alphaedit/spec';

const blank = (text: string) => text.trim() === '';

/** What is optional and written as an empty text or list (an empty CSV cell) is left out. */
export function withoutBlanks({ subject, prompt, target, ...optional }: Fact): Fact {
  const { neighbors, implications, ...rest } = optional;
  const questions = {
    neighbors: neighbors
      ?.filter((one) => !blank(one.prompt))
      .map(({ prompt, ...more }) => ({ prompt, ...given(more) })),
    implications: implications
      ?.filter((one) => !blank(one.prompt))
      .map(({ prompt, answer, ...more }) => ({ prompt, answer, ...given(more) })),
  };
  return { ...given({ id: rest.id }), subject, prompt, target, ...given({ ...rest, ...questions }) };
}

/** The fields that hold something; of lists of texts, the entries that do. */
function given<T extends object>(fields: T): Partial<T> {
  const kept = Object.entries(fields).flatMap(([name, value]) => {
    const held = Array.isArray(value)
      ? value.filter((entry) => typeof entry !== 'string' || !blank(entry))
      : value;
    const empty = typeof held === 'string' ? blank(held) : held === undefined || held.length === 0;
    return empty ? [] : [[name, held]];
  });
  return Object.fromEntries(kept) as Partial<T>;
}
