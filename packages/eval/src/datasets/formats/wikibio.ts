import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { textField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';

const schema = z.object({
  case_id: textField.optional(),
  concept: textField,
  text: textField,
  labels: textField,
  locality: z.unknown().optional(),
  portability: z.unknown().optional(),
});

/**
 * The WikiBio part of KnowEdit: `text` shall be continued by `labels`, about `concept`.
 *
 * @see Hartvigsen et al. 2023, Zhang et al. 2024
 */
export const wikibio: FactFormat<z.output<typeof schema>> = {
  id: 'wikibio',
  description: 'WikiBio of KnowEdit (concept, text, labels, locality)',
  marks: ['concept', 'text', 'labels'],
  schema,
  toFact: ({ case_id, concept, text, labels, locality, portability }, context) => ({
    id: case_id,
    subject: concept,
    prompt: text,
    target: labels,
    neighbors: groupedQuestions('locality', locality, context),
    implications: groupedQuestions('portability', portability, context),
  }),
};
