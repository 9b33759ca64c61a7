import { DatasetError, quoted } from '@alphaedit/spec';
import * as z from 'zod';
import { answersField } from './answers.js';
import type { RecordContext } from './fact-format.js';
import { textsField } from './fields.js';

/** A question of a data set, with all names of its answer. */
export interface GroupedQuestion {
  readonly prompt: string;
  readonly answer: string;
  /** Its other names, where it has some. */
  readonly aliases?: readonly string[];
  /** The name of the group it stands in. */
  readonly group?: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const question = z.object({
  prompt: textsField,
  ground_truth: z.unknown().optional(),
  answer: z.unknown().optional(),
});

/**
 * The questions of a field such as KnowEdit's `portability` and `locality`: groups by name, a list, or one question;
 * a question is `{ prompt, ground_truth }` or `{ prompt, answer }`, its prompts and answers texts or lists, or
 * EasyEdit's `{ New Question, New Answer }`. One without an answer is left out, which is told.
 *
 * @throws {DatasetError} `record-shape`
 */
export function groupedQuestions(field: string, value: unknown, context: RecordContext): GroupedQuestion[] {
  const read = questionsIn(value, field, context);
  const asked = read.flatMap(({ prompt, names: [answer, ...aliases], group }) =>
    answer === undefined
      ? []
      : [{ prompt, answer, ...(aliases.length > 0 && { aliases }), ...(group !== undefined && { group }) }],
  );
  if (asked.length < read.length) {
    context.tell({
      severity: 'warning',
      code: 'question-unanswered',
      message: `${read.length - asked.length} of ${read.length} questions of ${field} have no answer and are left out`,
      hint: 'Give them one in the file if they shall be asked.',
      field,
    });
  }
  return asked;
}

interface ReadQuestion {
  readonly prompt: string;
  readonly names: readonly string[];
  readonly group?: string;
}

function questionsIn(value: unknown, field: string, context: RecordContext): ReadQuestion[] {
  if (value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((entry) => questionsIn(entry, field, context));
  if (!isObject(value))
    throw wrongShape(field, `holds ${quoted(String(value))} in place of a question`, context);
  if ('New Question' in value) {
    return promptsWithAnswers({ prompt: value['New Question'], answer: value['New Answer'] }, field, context);
  }
  if ('prompt' in value) return promptsWithAnswers(value, field, context);
  return Object.entries(value).flatMap(([group, entries]) =>
    questionsIn(entries, `${field}.${group}`, context).map((read) => ({ group, ...read })),
  );
}

/** Several prompts have as many answers, in the same order; one prompt has all of them. */
function promptsWithAnswers(value: unknown, field: string, context: RecordContext): ReadQuestion[] {
  const parsed = question.safeParse(value);
  if (!parsed.success) throw wrongShape(field, 'has a question whose prompt is no text', context);
  const { prompt: prompts, ground_truth, answer = ground_truth } = parsed.data;
  const answers = prompts.length === 1 ? [answer] : answer;
  if (!Array.isArray(answers) || answers.length !== prompts.length) {
    const count = Array.isArray(answers) ? answers.length : 1;
    throw wrongShape(field, `has ${prompts.length} prompts but ${count} answers`, context);
  }
  return prompts.flatMap((prompt, i) => {
    if (prompt.trim() === '') return [];
    const names = answersField.safeParse(answers[i] ?? []);
    if (!names.success)
      throw wrongShape(field, `has an answer that is no text to ${quoted(prompt)}`, context);
    return [{ prompt, names: names.data }];
  });
}

const wrongShape = (field: string, what: string, { where, place }: RecordContext) =>
  new DatasetError({
    code: 'record-shape',
    message: `${where}: field "${field}" ${what}.`,
    hint: 'A question is { prompt, ground_truth }, alone, in a list, or in groups of such lists.',
    data: { ...place, field },
  });
