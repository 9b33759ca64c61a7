import type { CapabilityTask } from './example.js';
import { labelOf, textOf } from './record-fields.js';

/**
 * RTE: does a premise entail a hypothesis (0 = entailment) or not (1 = not entailment)? GLUE's TSV or
 * sentence1, sentence2, label as JSON.
 *
 * @param inverted the quirk `rte-labels` of the published evaluation, which counts "True" as label 1
 * @see Dagan et al. 2006; Wang et al. 2019, "GLUE"
 */
export const rteTask = ({ inverted = false }: { readonly inverted?: boolean } = {}): CapabilityTask => ({
  id: 'rte',
  description: 'RTE (sentence1, sentence2, label: 0 entailment, 1 not_entailment)',
  example(record) {
    const label = labelOf(record, [['entailment'], ['not_entailment']], 'label');
    if (label === undefined) return undefined;
    const [premise, hypothesis] = [textOf(record, 'sentence1'), textOf(record, 'sentence2')];
    return {
      prompt: `${premise}\nQuestion: ${hypothesis} True or False?\nAnswer:`,
      answers: inverted ? ['False', 'True'] : ['True', 'False'],
      label,
    };
  },
});
