import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

/**
 * MRPC: do two sentences say the same (1) or not (0)? GLUE's TSV (Quality, #1 String, #2 String) or
 * sentence1, sentence2, label as JSON.
 *
 * @see Dolan, Brockett 2005; Wang et al. 2019, "GLUE"
 */
export const mrpc: CapabilityTask = {
  id: 'mrpc',
  description:
    'MRPC (sentence1, sentence2, label: 0 different, 1 equivalent; or Quality, #1 String, #2 String)',
  example(record) {
    const label = labelOf(record, [['not_equivalent'], ['equivalent']], 'label', 'Quality');
    if (label === undefined) return undefined;
    const [first, second] = [
      textOf(record, 'sentence1', '#1 String'),
      textOf(record, 'sentence2', '#2 String'),
    ];
    return {
      prompt: `Sentence 1: ${first}\nSentence 2: ${second}\nQuestion: Do both sentences mean the same?\nAnswer:`,
      answers: ['No', 'Yes'],
      label,
    };
  },
};
