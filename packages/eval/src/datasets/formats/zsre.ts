import type { Finding } from '@alphaedit/spec';
import * as z from 'zod';
import type { FactFormat, ZsreTarget } from './fact-format.js';
import { textField, textsField } from './fields.js';
import { groupedQuestions } from './grouped-questions.js';

const schema = z.object({
  case_id: textField.optional(),
  subject: textField,
  src: textField,
  answers: textsField.pipe(z.array(z.string()).min(1)),
  alt: textField,
  rephrase: textsField.optional(),
  loc: textField.optional(),
  loc_ans: textField.optional(),
  portability: z.unknown().optional(),
});

/**
 * zsRE questions of the MEND authors, also with the portability questions of EasyEdit. The edit is the correct
 * answer (of several the first, as in the MEMIT and AlphaEdit evaluations) or the made-up one, from which the
 * questions of portability follow: that one is taken, and told, where a record has some and nothing else is asked
 * for. The unrelated question gets the question mark it is published without, as in those evaluations; records
 * are numbered, for they carry no id.
 *
 * @see Levy et al. 2017, Mitchell et al. 2022; Yao et al. 2023 for portability
 */
export const zsre: FactFormat<z.output<typeof schema>> = {
  id: 'zsre',
  description: 'zsRE (subject, src, answers, alt, rephrase, loc, loc_ans, portability)',
  marks: ['src', 'answers'],
  schema,
  inert: ['pred', 'cond'],
  toFact(record, context) {
    const { subject, src, answers, alt, rephrase, loc, loc_ans, portability } = record;
    const follow = groupedQuestions('portability', portability, context);
    const edited = context.zsreTarget ?? (follow.length > 0 ? 'alternative' : 'answer');
    if (follow.length > 0 && context.zsreTarget !== 'alternative') context.tell(aboutTarget(edited));
    return {
      id: record.case_id ?? String(context.place.index),
      subject,
      prompt: src,
      ...(edited === 'answer' ? { target: answers[0]! } : { target: alt, truth: answers[0]! }),
      paraphrases: rephrase,
      neighbors: loc === undefined ? undefined : [{ prompt: question(loc), answer: loc_ans }],
      implications: edited === 'answer' ? undefined : follow,
    };
  },
};

/** Which answer is the edit, where that decides whether the questions of portability can be asked. */
const aboutTarget = (edited: ZsreTarget): Finding => ({
  severity: 'warning',
  code: 'zsre-target',
  message:
    edited === 'answer'
      ? 'its questions of portability follow from the made-up answer and are left out, for the correct one is the edit'
      : 'the made-up answer is the edit, as in EasyEdit, for its questions of portability follow from that one',
  hint: "Choose with zsreTarget: 'answer' or 'alternative'.",
  field: 'target',
});

const question = (text: string) => (text.trimEnd().endsWith('?') ? text : `${text}?`);
