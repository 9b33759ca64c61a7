import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

/**
 * NLI: does a premise entail a hypothesis (0), say nothing of it (1) or contradict it (2)? MNLI's TSV
 * (sentence1, sentence2, gold_label), or premise, hypothesis, label as JSON (MNLI, SNLI).
 *
 * @see Williams et al. 2018, "A Broad-Coverage Challenge Corpus for Sentence Understanding through Inference"
 */
export const nli: CapabilityTask = {
  id: 'nli',
  description: 'NLI (premise, hypothesis, label: 0 entailment, 1 neutral, 2 contradiction; or MNLI as TSV)',
  example(record) {
    const classes = [['entailment'], ['neutral'], ['contradiction']];
    const label = labelOf(record, classes, 'label', 'gold_label');
    if (label === undefined) return undefined;
    const [premise, hypothesis] = [
      textOf(record, 'premise', 'sentence1'),
      textOf(record, 'hypothesis', 'sentence2'),
    ];
    return {
      prompt: `${premise}\nQuestion: ${hypothesis} True, False or Neither?\nAnswer:`,
      answers: ['True', 'Neither', 'False'],
      label,
    };
  },
};
