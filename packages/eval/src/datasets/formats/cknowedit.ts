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

/**
 * CKnowEdit: Chinese questions without a named subject. The whole question is taken as the subject, as its
 * authors do, so that the fact is stored at the question's last token.
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
    const questions = (field: 'portability' | 'locality') => [
      ...groupedQuestions(field, record[field], context),
      ...groupedQuestions(field, listed(record[`${field}_prompt`], record[`${field}_answer`]), context),
    ];
    return {
      id: record.id ?? record.case_id,
      subject: record.prompt,
      prompt: '{}',
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
