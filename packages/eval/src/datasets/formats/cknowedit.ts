import { promptOf } from '@alphaedit/spec';
import * as z from 'zod';
import { answersField } from './answers.js';
import type { FactFormat } from './fact-format.js';
import { textField, textsField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';

const schema = z.object({
  id: textField.optional(),
  case_id: textField.optional(),
  prompt: textField,
  target_old: answersField,
  target_new: answersField,
  rephrase: textsField.optional(),
  portability: z.unknown().optional(),
  portability_prompt: z.unknown().optional(),
  portability_answer: z.unknown().optional(),
  locality: z.unknown().optional(),
  locality_prompt: z.unknown().optional(),
  locality_answer: z.unknown().optional(),
});

/** What questions of one kind have before and after the text they are about. */
const INSTRUCTIONS: readonly (readonly [before: string, after: string])[] = [
  ['请填写下列古诗文的后一句：', ''],
  ['请解释如下成语：', ''],
  ['请解释如下俗语或谚语：', ''],
  ['请给下面的字注音：', ''],
  ['请解释', '中的意思。仅需给出该字意思即可，无需解释全文。'],
];

/** The question around its subject: what an instruction is about, else all of it. */
function aroundSubject(question: string): readonly [before: string, after: string] {
  const fits = ([before, after]: readonly [string, string]) =>
    question.startsWith(before) &&
    question.endsWith(after) &&
    question.slice(before.length, question.length - after.length).trim() !== '';
  return INSTRUCTIONS.find(fits) ?? ['', ''];
}

/**
 * CKnowEdit: Chinese questions that name no subject. The subject is what a question's instruction is about, as its
 * authors take it ("莘庄" of "请给下面的字注音：莘庄"); of a question without one it is the whole question.
 *
 * @see Fang et al. 2025, "CKnowEdit: A New Chinese Knowledge Editing Dataset for Linguistics, Facts, and Logic Error
 * Correction in LLMs", arXiv 2409.05806
 */
export const cknowedit: FactFormat<z.output<typeof schema>> = {
  id: 'cknowedit',
  description: 'CKnowEdit (prompt, target_old, target_new, rephrase, portability, locality)',
  marks: ['prompt', 'target_old', 'target_new'],
  schema,
  inert: ['type'],
  toFact(record, context) {
    const [target = '', ...targetAliases] = record.target_new;
    const [truth, ...truthAliases] = record.target_old;
    const around = aroundSubject(record.prompt);
    const [before, after] = around;
    const questions = (field: 'portability' | 'locality') => [
      ...groupedQuestions(field, record[field], context),
      ...groupedQuestions(field, listed(record[`${field}_prompt`], record[`${field}_answer`]), context),
    ];
    return {
      id: record.id ?? record.case_id,
      subject: record.prompt.slice(before.length, record.prompt.length - after.length),
      prompt: promptOf(around),
      target,
      targetAliases,
      truth,
      truthAliases,
      paraphrases: record.rephrase,
      neighbors: questions('locality'),
      implications: questions('portability'),
    };
  },
};

const listed = (prompt: unknown, answer: unknown) => (prompt === undefined ? undefined : { prompt, answer });
