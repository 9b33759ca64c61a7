import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

const LETTERS = ['A', 'B', 'C', 'D'];

/**
 * MMLU: which of four answers is right? The authors' CSV, which has no header line (question, A, B, C, D,
 * answer letter), or question, choices, answer (0 to 3 or a letter) as JSON.
 *
 * @see Hendrycks et al. 2021, "Measuring Massive Multitask Language Understanding"
 */
export const mmlu: CapabilityTask = {
  id: 'mmlu',
  description: 'MMLU (question, choices, answer; CSV without a header line: question, A, B, C, D, answer)',
  headerless: ['question', ...LETTERS, 'answer'],
  example(record) {
    const classes = LETTERS.map((letter) => [letter.toLowerCase()]);
    const label = labelOf(record, classes, 'answer', 'label');
    if (label === undefined) return undefined;
    const listed = Array.isArray(record.choices) ? (record.choices as unknown[]).map(String) : undefined;
    if (listed && listed.length !== 4)
      throw new TypeError(`field "choices" holds ${listed.length} answers, not 4`);
    const choices = listed ?? LETTERS.map((letter) => textOf(record, letter));
    const lines = choices.map((choice, c) => `${LETTERS[c]}. ${choice.trim()}`);
    return {
      prompt: [`Question: ${textOf(record, 'question')}`, ...lines, 'Answer:'].join('\n'),
      answers: LETTERS,
      label,
    };
  },
};
