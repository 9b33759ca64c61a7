import type { Fact, Implication, Neighbor } from '@alphaedit/spec';
import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { answerField, listOf, namedAnswerField, textField, textsField } from './fields.js';

const rewrite = z.object({
  prompt: textField,
  subject: textField,
  relation_id: textField.optional(),
  target_new: namedAnswerField,
  target_true: answerField.optional(),
  question: textField.optional(),
});

const hop = z.object({
  question: textField,
  answer: textField,
  answer_alias: textsField.optional(),
});

const schema = z.object({
  case_id: textField.optional(),
  requested_rewrite: z.array(rewrite).min(1),
  questions: textsField,
  answer: textField.optional(),
  answer_alias: textsField.optional(),
  new_answer: textField,
  new_answer_alias: textsField.optional(),
  single_hops: listOf(hop).optional(),
  new_single_hops: listOf(hop).optional(),
});

type Record = z.output<typeof schema>;
type Hop = z.output<typeof hop>;

/**
 * MQuAKE: chains of facts with the questions that lead over them. Every edit of a record is a fact, with its
 * question as a paraphrase. What belongs to the record as a whole goes with the last edit, since it holds once all
 * are made: the questions over several hops are its implications, the single hops that no edit changes its neighbours.
 * The names of an edited hop's answers are those of the edit.
 *
 * @see Zhong et al. 2023, "MQuAKE: Assessing Knowledge Editing in Language Models via Multi-Hop Questions"
 */
export const mquake: FactFormat<Record> = {
  id: 'mquake',
  description:
    'MQuAKE (requested_rewrite [ … ], questions, answer, new_answer, new_answer_alias, single_hops, new_single_hops)',
  marks: ['requested_rewrite', 'questions', 'new_answer'],
  schema,
  // The chains as triples: what they say is in the hops and questions.
  inert: ['orig'],
  toFact(record, { place }) {
    const { case_id = String(place.index), requested_rewrite: edits, single_hops, new_single_hops } = record;
    return edits.map(
      ({ prompt, subject, target_new, target_true, relation_id, question }, i): Fact => ({
        id: edits.length === 1 ? case_id : `${case_id}.${i}`,
        subject,
        prompt,
        target: target_new.str,
        targetAliases: namesOf(new_single_hops, question, target_new.str),
        truth: target_true,
        truthAliases: namesOf(single_hops, question, target_true),
        paraphrases: question === undefined ? undefined : [question],
        ...(i === edits.length - 1 && { implications: chains(record), neighbors: unchanged(record) }),
        relation: relation_id,
        targetId: target_new.id,
      }),
    );
  },
};

/** Other names of an answer, where the hop that asks for it tells them. */
function namesOf(hops: readonly Hop[] = [], question: string | undefined, answer: string | undefined) {
  return hops.find((one) => one.question === question && one.answer === answer)?.answer_alias;
}

function chains({ questions, answer, answer_alias, new_answer, new_answer_alias }: Record): Implication[] {
  return questions.map((prompt) => ({
    prompt,
    answer: new_answer,
    aliases: new_answer_alias,
    former: answer,
    ...(answer !== undefined && { formerAliases: answer_alias }),
  }));
}

/** The hops of the new chain that no edit of the record makes: what the model knows, and is to go on knowing. */
function unchanged({ requested_rewrite: edits, new_single_hops: hops = [] }: Record): Neighbor[] {
  return hops
    .filter((one) => !edits.some(({ question }) => question === one.question))
    .map(({ question, answer, answer_alias }) => ({
      prompt: question,
      answer,
      aliases: answer_alias,
      group: 'single_hops',
    }));
}
