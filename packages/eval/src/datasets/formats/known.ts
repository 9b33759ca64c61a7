import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { textField } from './fields.js';

const schema = z.object({
  known_id: textField,
  subject: textField,
  attribute: textField,
  prompt: textField,
  relation_id: textField.optional(),
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
  inert: ['template', 'prediction'],
  toFact: ({ known_id, subject, attribute, prompt, relation_id }) => ({
    id: known_id,
    subject,
    prompt,
    target: attribute,
    relation: relation_id,
  }),
};
