import type { Fact } from '@alphaedit/spec';
import { DatasetError } from '@alphaedit/spec';
import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { answerField, textField, textsField } from './fields.js';

const schema = z.object({
  case_id: textField.optional(),
  prompt: textField,
  subject: textField,
  target_new: answerField,
  ground_truth: answerField.optional(),
  target_true: answerField.optional(),
  rephrase_prompt: textsField.optional(),
  locality_prompt: textsField.optional(),
  locality_ground_truth: textsField.optional(),
  portability_prompt: textsField.optional(),
  portability_ground_truth: textsField.optional(),
  relation_id: textField.optional(),
});

/** CounterFact in EasyEdit's field names, with the subject in the prompt as text; also bare edit requests. */
export const easyedit: FactFormat<z.output<typeof schema>> = {
  id: 'easyedit',
  description:
    'EasyEdit (prompt, subject, target_new, ground_truth, rephrase_prompt, locality_prompt, locality_ground_truth)',
  marks: ['prompt', 'subject', 'target_new'],
  schema,
  toFact(record, { where }) {
    const { subject, prompt, locality_prompt: prompts, locality_ground_truth: answers } = record;
    const implied = record.portability_prompt?.map((prompt, i) => ({
      prompt,
      answer: record.portability_ground_truth?.[i],
    }));
    if (implied?.some(({ answer }) => answer === undefined)) {
      throw new DatasetError({
        code: 'record-shape',
        message: `${where}: a portability_prompt has no portability_ground_truth.`,
        hint: 'Give every portability prompt its answer.',
        data: { where, field: 'portability_ground_truth' },
      });
    }
    if (answers && answers.length !== (prompts?.length ?? 0)) {
      throw new DatasetError({
        code: 'record-shape',
        message: `${where}: ${prompts?.length ?? 0} locality_prompt but ${answers.length} locality_ground_truth.`,
        hint: 'Give every locality prompt its own answer, or leave the answers out.',
        data: { where, field: 'locality_ground_truth' },
      });
    }
    return {
      id: record.case_id,
      subject,
      prompt,
      target: record.target_new,
      truth: record.ground_truth ?? record.target_true,
      paraphrases: record.rephrase_prompt,
      neighbors: prompts?.map((prompt, i) => ({ prompt, answer: answers?.[i] })),
      implications: implied as Fact['implications'],
      relation: record.relation_id,
    };
  },
};
