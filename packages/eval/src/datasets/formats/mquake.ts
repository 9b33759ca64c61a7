import type { Fact } from '@alphaedit/spec';
import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { answerField, namedAnswerField, textField, textsField } from './fields.js';

const rewrite = z.object({
  prompt: textField,
  subject: textField,
  relation_id: textField.optional(),
  target_new: namedAnswerField,
  target_true: answerField.optional(),
  question: textField.optional(),
});

const schema = z.object({
  case_id: textField.optional(),
  requested_rewrite: z.array(rewrite).min(1),
  questions: textsField,
  answer: textField.optional(),
  new_answer: textField,
  new_answer_alias: z.array(textField).optional(),
});

/**
 * MQuAKE: chains of facts with the questions that lead over them. Every edit of a record is a fact, with its
 * question as a paraphrase; the record's multi-hop questions are implications of the last one, since they
 * hold once all edits of the record are made.
 *
 * @see Zhong et al. 2023, "MQuAKE: Assessing Knowledge Editing in Language Models via Multi-Hop Questions"
 */
export const mquake: FactFormat<z.output<typeof schema>> = {
  id: 'mquake',
  description: 'MQuAKE (requested_rewrite [ … ], questions, answer, new_answer, new_answer_alias)',
  marks: ['requested_rewrite', 'questions', 'new_answer'],
  schema,
  toFact(record, { index }) {
    const { case_id = String(index), requested_rewrite: edits, questions, answer, new_answer } = record;
    const implications = questions.map((prompt) => ({
      prompt,
      answer: new_answer,
      aliases: record.new_answer_alias,
      former: answer,
    }));
    return edits.map(
      ({ prompt, subject, target_new, target_true, relation_id, question }, i): Fact => ({
        id: edits.length === 1 ? case_id : `${case_id}.${i}`,
        subject,
        prompt,
        target: target_new.str,
        truth: target_true,
        paraphrases: question === undefined ? undefined : [question],
        implications: i === edits.length - 1 ? implications : undefined,
        relation: relation_id,
        targetId: target_new.id,
      }),
    );
  },
};
