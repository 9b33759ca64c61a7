import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { answerField, namedAnswerField, textField, textsField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';

const schema = z.object({
  case_id: textField.optional(),
  requested_rewrite: z.object({
    prompt: textField,
    subject: textField,
    relation_id: textField.optional(),
    target_new: namedAnswerField,
    target_true: answerField.optional(),
  }),
  portability: z.unknown().optional(),
  paraphrase_prompts: textsField.optional(),
  neighborhood_prompts: textsField.optional(),
  generation_prompts: textsField.optional(),
});

/**
 * CounterFact as its authors publish it (also multi-CounterFact).
 *
 * @see Meng et al. 2022, "Locating and Editing Factual Associations in GPT"
 */
export const counterfact: FactFormat<z.output<typeof schema>> = {
  id: 'counterfact',
  description:
    'CounterFact (requested_rewrite { prompt, subject, target_new, target_true }, paraphrase_prompts, neighborhood_prompts, generation_prompts)',
  marks: ['requested_rewrite'],
  schema,
  inert: ['pararel_idx'],
  toFact(record, context) {
    const { prompt, subject, target_new, target_true, relation_id } = record.requested_rewrite;
    return {
      id: record.case_id,
      subject,
      prompt,
      target: target_new.str,
      truth: target_true,
      paraphrases: record.paraphrase_prompts,
      neighbors: record.neighborhood_prompts?.map((prompt) => ({ prompt })),
      implications: groupedQuestions('portability', record.portability, context),
      generationPrompts: record.generation_prompts,
      relation: relation_id,
      targetId: target_new.id,
    };
  },
};
