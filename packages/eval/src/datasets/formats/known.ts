import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { idField } from './fields.js';

const schema = z.object({
  known_id: idField,
  subject: z.string(),
  attribute: z.string(),
  prompt: z.string(),
  relation_id: z.string().optional(),
});

/**
 * Facts that a model is asked about but that are not changed: the prompts causal tracing averages over. The
 * `attribute`, which the model knows, is the target.
 *
 * @see Meng et al. 2022, "Locating and Editing Factual Associations in GPT"
 */
export const known: FactFormat<z.output<typeof schema>> = {
  id: 'known',
  description: 'known facts (known_id, subject, attribute, prompt, relation_id)',
  marks: ['known_id', 'attribute', 'prompt'],
  schema,
  toFact: ({ known_id, subject, attribute, prompt, relation_id }) => ({
    id: known_id,
    subject,
    prompt,
    target: attribute,
    relation: relation_id,
  }),
};
