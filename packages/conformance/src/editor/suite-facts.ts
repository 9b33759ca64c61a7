import type { Fact } from '@alphaedit/spec';

type Question = Omit<Fact, 'target' | 'truth'>;

/**
 * The first batch. The subjects stand last: in a random model, little of what they say reaches a later token,
 * so that only there an edit can be asked to win.
 */
export const SUITE_FACTS: readonly Question[] = [
  { id: 'first', subject: 'Ada Vo', prompt: 'We met {}' },
  { id: 'second', subject: 'Bel', prompt: 'The home of {}' },
];

/** The batch after it. */
export const LATER_FACTS: readonly Question[] = [
  { id: 'third', subject: 'Corin', prompt: 'I saw {}' },
  { id: 'fourth', subject: 'Dru K', prompt: 'Ask {}' },
];

/** Facts with something behind the subject, for what is compared rather than won. */
export const MIDDLE_FACTS: readonly Fact[] = [
  { id: 'first', subject: 'Ada Vo', prompt: '{} was born in', target: 'x', truth: 'y' },
  { id: 'second', subject: 'Bel', prompt: 'The home of {} is', target: 'go', truth: 'in' },
];
