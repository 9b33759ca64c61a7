import { type Fact, questionOf } from '@alphaedit/spec';
import type { Answer, ComparedQuestion, QuestionRole } from '../protocol.js';

export interface Question {
  readonly prompt: string;
  readonly role: QuestionRole;
}

/** The fact itself, its paraphrases, and the neighbours that should not change. */
export function questionsOf(fact: Fact): Question[] {
  const { paraphrases = [], neighbors = [] } = fact;
  return [
    { prompt: questionOf(fact), role: 'fact' },
    ...paraphrases.map((text): Question => ({ prompt: text, role: 'paraphrase' })),
    ...neighbors.map((neighbor): Question => ({ prompt: neighbor.prompt, role: 'neighbor' })),
  ];
}

/**
 * Sets answers side by side. A question goes as it should when the fact and its paraphrases begin with the
 * target afterwards, and a neighbour says the same as before.
 */
export function compareQuestions(
  { target }: Fact,
  questions: readonly Question[],
  before: readonly Answer[],
  after: readonly Answer[],
  other?: readonly Answer[],
): ComparedQuestion[] {
  const wanted = target.trim();
  return questions.map(({ prompt, role }, i) => {
    const good = (answer: Answer) =>
      role === 'neighbor' ? answer.text === before[i]!.text : startsWithWords(answer.text, wanted);
    const compared: ComparedQuestion = {
      prompt,
      role,
      before: before[i]!,
      after: after[i]!,
      good: good(after[i]!),
    };
    return other ? { ...compared, other: other[i]!, otherGood: good(other[i]!) } : compared;
  });
}

/** Whether `text` begins with the words of `wanted`: "salt of" begins with "salt", "salty" does not. */
function startsWithWords(text: string, wanted: string): boolean {
  return text.startsWith(wanted) && !/^[\p{L}\p{N}]/u.test(text.slice(wanted.length));
}
