import * as z from 'zod';
import { answersField } from './answers.js';
import type { FactFormat } from './fact-format.js';
import { textField, textsField } from './fields.js';

const schema = z.object({
  case_id: textField.optional(),
  subject: textField,
  update: textField,
  ans: answersField,
  ground_truth: answersField.optional(),
  rephrase: textsField.optional(),
  personas: textsField.optional(),
  mhop: textField.optional(),
  mhop_ans: answersField.optional(),
  loc: textField.optional(),
  loc_ans: answersField.optional(),
});

/**
 * WikiBigEdit: facts as Wikidata came to know them. The question in the words of a persona is one more paraphrase,
 * the question over several hops an implication.
 *
 * @see Thede et al. 2025, "WikiBigEdit: Understanding the Limits of Lifelong Knowledge Editing in LLMs"
 */
export const wikibigedit: FactFormat<z.output<typeof schema>> = {
  id: 'wikibigedit',
  description: 'WikiBigEdit (subject, update, ans, rephrase, personas, mhop, mhop_ans, loc, loc_ans)',
  marks: ['subject', 'update', 'ans'],
  schema,
  inert: ['tag', 'relation', 'object'],
  toFact(record) {
    const {
      mhop,
      mhop_ans: [follows, ...followsAliases] = [],
      loc,
      loc_ans: [stay, ...stayAliases] = [],
    } = record;
    const [target = '', ...targetAliases] = record.ans;
    const [truth, ...truthAliases] = record.ground_truth ?? [];
    return {
      id: record.case_id,
      subject: record.subject,
      prompt: record.update,
      target,
      targetAliases,
      truth,
      truthAliases,
      paraphrases: [...(record.rephrase ?? []), ...(record.personas ?? [])],
      implications:
        mhop === undefined || follows === undefined
          ? undefined
          : [{ prompt: mhop, answer: follows, aliases: followsAliases, group: 'mhop' }],
      neighbors:
        loc === undefined || stay === undefined
          ? undefined
          : [{ prompt: loc, answer: stay, aliases: stayAliases }],
    };
  },
};
