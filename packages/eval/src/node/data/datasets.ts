import { DatasetError } from '@alphaedit/spec';

/** A public data set: what it is, where its authors publish it, and on what terms. */
export interface PublicDataset {
  readonly name: string;
  readonly description: string;
  /** Name of the file, here and on a mirror. */
  readonly file: string;
  /** Where its authors publish it. */
  readonly url: string;
  readonly licence: string;
  readonly citation: string;
  readonly kind: 'facts' | 'references';
}

const ROME = 'Meng, Bau, Andonian, Belinkov 2022, "Locating and Editing Factual Associations in GPT"';
const MEMIT = 'Meng, Sharma, Andonian, Belinkov, Bau 2023, "Mass-Editing Memory in a Transformer"';
const MQUAKE =
  'Zhong, Wu, Manning, Potts, Chen 2023, "MQuAKE: Assessing Knowledge Editing in Language Models via Multi-Hop Questions"';

/** The data sets that can be pulled. */
export const PUBLIC_DATASETS: readonly PublicDataset[] = [
  {
    name: 'counterfact',
    description: 'CounterFact: 21 919 facts with paraphrases, neighbours and generation prompts',
    file: 'counterfact.json',
    url: 'https://rome.baulab.info/data/dsets/counterfact.json',
    licence: 'MIT (kmeng01/rome)',
    citation: ROME,
    kind: 'facts',
  },
  {
    name: 'multi-counterfact',
    description: 'CounterFact without facts that contradict one another, for mass editing',
    file: 'multi_counterfact.json',
    url: 'https://memit.baulab.info/data/dsets/multi_counterfact.json',
    licence: 'MIT (kmeng01/memit)',
    citation: MEMIT,
    kind: 'facts',
  },
  {
    name: 'zsre',
    description: 'zsRE questions with rephrasings and unrelated questions, as MEND prepared them',
    file: 'zsre_mend_eval.json',
    url: 'https://memit.baulab.info/data/dsets/zsre_mend_eval.json',
    licence: 'MIT (eric-mitchell/mend)',
    citation: 'Levy, Seo, Choi, Zettlemoyer 2017; Mitchell, Lin, Bosselut, Finn, Manning 2022',
    kind: 'facts',
  },
  {
    name: 'known',
    description: 'facts that GPT-2 XL knows, for causal tracing',
    file: 'known_1000.json',
    url: 'https://rome.baulab.info/data/dsets/known_1000.json',
    licence: 'MIT (kmeng01/rome)',
    citation: ROME,
    kind: 'facts',
  },
  {
    name: 'attribute-snippets',
    description: 'reference texts by relation and answer, for consistency',
    file: 'attribute_snippets.json',
    url: 'https://memit.baulab.info/data/dsets/attribute_snippets.json',
    licence: 'texts of Wikipedia: CC BY-SA 3.0; selection: MIT (kmeng01/memit)',
    citation: MEMIT,
    kind: 'references',
  },
  {
    name: 'mquake-cf',
    description:
      'MQuAKE: 3000 counterfactual chains of facts with multi-hop questions, without conflicting edits (v2)',
    file: 'MQuAKE-CF-3k-v2.json',
    url: 'https://raw.githubusercontent.com/princeton-nlp/MQuAKE/main/datasets/MQuAKE-CF-3k-v2.json',
    licence: 'MIT (princeton-nlp/MQuAKE)',
    citation: MQUAKE,
    kind: 'facts',
  },
  {
    name: 'mquake-t',
    description: 'MQuAKE: chains of facts that changed over time',
    file: 'MQuAKE-T.json',
    url: 'https://raw.githubusercontent.com/princeton-nlp/MQuAKE/main/datasets/MQuAKE-T.json',
    licence: 'MIT (princeton-nlp/MQuAKE)',
    citation: MQUAKE,
    kind: 'facts',
  },
];

/** @throws {DatasetError} `unknown-dataset` */
export function publicDataset(name: string): PublicDataset {
  const found = PUBLIC_DATASETS.find((dataset) => dataset.name === name);
  if (found) return found;
  throw new DatasetError({
    code: 'unknown-dataset',
    message: `There is no data set "${name}" to pull.`,
    hint: `Data sets are ${PUBLIC_DATASETS.map((dataset) => dataset.name).join(', ')}.`,
    data: { name },
  });
}
