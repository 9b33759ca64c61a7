import { type Fact, FactError, promptOf, quoted } from '@alphaedit/spec';
import * as z from 'zod';
import { answersField } from './answers.js';
import type { FactFormat, RecordContext } from './fact-format.js';
import { listOf, textField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';
import { rippleSentence } from './ripple-sentence.js';

const query = z.object({ prompt: textField, answers: answersField });
const tests = listOf(z.object({ test_queries: listOf(query) })).optional();

/** What follows from the edit, and what must stay. */
const FOLLOWING = [
  'Logical_Generalization',
  'Compositionality_I',
  'Compositionality_II',
  'Subject_Aliasing',
] as const;
const STAYING = ['Relation_Specificity', 'Forgetfulness'] as const;
type Group = (typeof FOLLOWING)[number] | (typeof STAYING)[number];

const schema = z.object({
  edit: z.object({
    prompt: textField,
    subject_id: textField.optional(),
    relation: textField.optional(),
    target_id: textField.optional(),
    original_fact: z.object({ prompt: textField }).loose().optional(),
  }),
  ...(Object.fromEntries([...FOLLOWING, ...STAYING].map((group) => [group, tests])) as Record<
    Group,
    typeof tests
  >),
});

/**
 * RippleEdits: an edit as a sentence, and what it entails. Questions of composition, of logic and with other names of
 * the subject are implications, those about other relations and other answers neighbours. The conditions under which
 * the published evaluation asks them (`condition_queries`) are not read: all are asked.
 *
 * @see Cohen et al. 2024, "Evaluating the Ripple Effects of Knowledge Editing in Language Models"
 */
export const ripple: FactFormat<z.output<typeof schema>> = {
  id: 'ripple',
  description: `RippleEdits (edit { prompt, relation }, ${[...FOLLOWING, ...STAYING].join(', ')})`,
  marks: ['edit', 'example_type'],
  schema,
  inert: ['example_type'],
  toFact(record, context): Fact {
    const { prompt: sentence, relation, target_id, original_fact } = record.edit;
    const cut = rippleSentence(sentence, relation);
    if (!cut) throw notCut(sentence, context);
    const former = original_fact && rippleSentence(original_fact.prompt, relation);
    const questions = (groups: readonly Group[]) =>
      groups.flatMap((group) => {
        const queries = (record[group] ?? []).flatMap(({ test_queries }) => test_queries);
        const asked = queries.map(({ prompt, answers }) => ({ prompt, answer: answers }));
        return groupedQuestions(group, asked, context).map((question) => ({ ...question, group }));
      });
    return {
      id: String(context.place.index),
      subject: cut.subject,
      prompt: promptOf(cut.around),
      target: cut.answer,
      truth: former?.answer,
      implications: questions(FOLLOWING),
      neighbors: questions(STAYING),
      relation,
      targetId: target_id,
    };
  },
};

const notCut = (sentence: string, { where, place }: RecordContext) =>
  new FactError({
    code: 'subject-not-found',
    message: `${where}: the sentence ${quoted(sentence)} is in no phrase that RippleEdits uses.`,
    hint: 'Give the fact as subject, prompt and target.',
    data: { ...place, field: 'edit.prompt' },
  });
