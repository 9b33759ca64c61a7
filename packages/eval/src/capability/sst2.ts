import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

/**
 * SST-2: is a film review negative (0) or positive (1)? GLUE's `dev.tsv` (sentence, label) or the same fields
 * as JSON.
 *
 * @see Socher et al. 2013; Wang et al. 2019, "GLUE"
 */
export const sst2: CapabilityTask = {
  id: 'sst2',
  description: 'SST-2 (sentence, label: 0 negative, 1 positive)',
  example(record) {
    const label = labelOf(record, [['negative'], ['positive']], 'label');
    if (label === undefined) return undefined;
    return {
      prompt: `Review: ${textOf(record, 'sentence', 'text')}\nSentiment:`,
      answers: ['negative', 'positive'],
      label,
    };
  },
};
