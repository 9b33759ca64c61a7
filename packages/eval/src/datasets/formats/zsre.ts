import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { textField, textsField } from './fields.js';

const schema = z.object({
  subject: textField,
  src: textField,
  answers: z.array(textField).min(1),
  alt: textField,
  rephrase: textsField.optional(),
  loc: textField.optional(),
  loc_ans: textField.optional(),
});

/**
 * zsRE questions of the MEND authors. The unrelated question gets the question mark it is published without,
 * as the MEMIT and AlphaEdit evaluations do; records are numbered, for they carry no id.
 *
 * @see Levy et al. 2017, Mitchell et al. 2022
 */
export const zsre: FactFormat<z.output<typeof schema>> = {
  id: 'zsre',
  description: 'zsRE (subject, src, answers, alt, rephrase, loc, loc_ans)',
  marks: ['src', 'answers'],
  schema,
  toFact(record, { index, zsreTarget }) {
    const { subject, src, answers, alt, rephrase, loc, loc_ans } = record;
    const edit = zsreTarget === 'answer' ? { target: answers[0]! } : { target: alt, truth: answers[0]! };
    return {
      id: String(index),
      subject,
      prompt: src,
      ...edit,
      paraphrases: rephrase,
      neighbors: loc === undefined ? undefined : [{ prompt: question(loc), answer: loc_ans }],
    };
  },
};

const question = (text: string) => (text.trimEnd().endsWith('?') ? text : `${text}?`);
