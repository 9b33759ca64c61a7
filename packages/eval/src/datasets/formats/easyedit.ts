import { DatasetError, type Implication, type Neighbor } from '@alphaedit/spec';
import * as z from 'zod';
import { answersField } from './answers.js';
import type { FactFormat, RecordContext } from './fact-format.js';
import { textField, textsField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';

const schema = z.object({
  case_id: textField.optional(),
  prompt: textField,
  subject: textField,
  target_new: answersField,
  ground_truth: answersField.optional(),
  target_true: answersField.optional(),
  rephrase_prompt: textsField.optional(),
  rephrase: textsField.optional(),
  locality_prompt: textsField.optional(),
  locality_ground_truth: textsField.optional(),
  locality: z.unknown().optional(),
  portability_prompt: textsField.optional(),
  portability_ground_truth: textsField.optional(),
  portability: z.unknown().optional(),
  relation_id: textField.optional(),
});

/**
 * EasyEdit's field names, with the subject in the prompt as text: CounterFact as EasyEdit ships it, bare edit
 * requests, and KnowEdit, whose `portability` and `locality` are groups of questions and whose answers are lists of
 * names.
 *
 * @see Zhang et al. 2024, "A Comprehensive Study of Knowledge Editing for Large Language Models"
 */
export const easyedit: FactFormat<z.output<typeof schema>> = {
  id: 'easyedit',
  description:
    'EasyEdit and KnowEdit (prompt, subject, target_new, ground_truth, rephrase_prompt, rephrase, locality_prompt, locality_ground_truth, locality, portability_prompt, portability_ground_truth, portability)',
  marks: ['prompt', 'subject', 'target_new'],
  schema,
  inert: ['cond', 'pred'],
  toFact(record, context) {
    const [target = '', ...targetAliases] = record.target_new;
    const [truth, ...truthAliases] = record.ground_truth ?? record.target_true ?? [];
    return {
      id: record.case_id,
      subject: record.subject,
      prompt: record.prompt,
      target,
      targetAliases,
      truth,
      truthAliases,
      paraphrases: [...(record.rephrase_prompt ?? []), ...(record.rephrase ?? [])],
      neighbors: [
        ...listedNeighbors(record, context),
        ...groupedQuestions('locality', record.locality, context),
      ],
      implications: [
        ...listedImplications(record, context),
        ...groupedQuestions('portability', record.portability, context),
      ],
      relation: record.relation_id,
    };
  },
};

type Listed = Pick<
  z.output<typeof schema>,
  'locality_prompt' | 'locality_ground_truth' | 'portability_prompt' | 'portability_ground_truth'
>;

function listedNeighbors(record: Listed, { where, place }: RecordContext): Neighbor[] {
  const { locality_prompt: prompts = [], locality_ground_truth: answers } = record;
  if (answers && answers.length !== prompts.length) {
    throw new DatasetError({
      code: 'record-shape',
      message: `${where}: ${prompts.length} locality_prompt but ${answers.length} locality_ground_truth.`,
      hint: 'Give every locality prompt its own answer, or leave the answers out.',
      data: { ...place, field: 'locality_ground_truth' },
    });
  }
  return prompts.map((prompt, i) => ({ prompt, answer: answers?.[i] }));
}

function listedImplications(record: Listed, { where, place }: RecordContext): Implication[] {
  return (record.portability_prompt ?? []).map((prompt, i) => {
    const answer = record.portability_ground_truth?.[i];
    if (answer !== undefined) return { prompt, answer };
    throw new DatasetError({
      code: 'record-shape',
      message: `${where}: a portability_prompt has no portability_ground_truth.`,
      hint: 'Give every portability prompt its answer.',
      data: { ...place, field: 'portability_ground_truth' },
    });
  });
}
