import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

/**
 * CoLA: is a sentence grammatically unacceptable (0) or acceptable (1)? GLUE's TSV, which has no header line
 * (source, label, mark of the author, sentence), or sentence, label as JSON.
 *
 * @see Warstadt et al. 2019; Wang et al. 2019, "GLUE"
 */
export const cola: CapabilityTask = {
  id: 'cola',
  description: 'CoLA (sentence, label: 0 unacceptable, 1 acceptable; TSV without a header line)',
  headerless: ['source', 'label', 'mark', 'sentence'],
  example(record) {
    const label = labelOf(record, [['unacceptable'], ['acceptable']], 'label');
    if (label === undefined) return undefined;
    return {
      prompt: `Sentence: ${textOf(record, 'sentence')}\nQuestion: Is this sentence grammatically acceptable?\nAnswer:`,
      answers: ['No', 'Yes'],
      label,
    };
  },
};
