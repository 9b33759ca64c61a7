/** What `official` changes, by name. */
export const QUIRKS = {
  'rte-labels': 'RTE: an answer "True" counts as label 1, though 1 is "not entailment"',
  'targets-alone':
    'answers are the tokens of " answer" by itself, so that a tokenizer which puts a blank before every text has one more to answer for',
  'retokenised-targets':
    'token accuracy: before each token of the answer, prompt and answer so far are tokenised anew as text',
  'treebank-words': 'fluency: words are split as in the Penn Treebank ("do" + "n\'t"), sentence by sentence',
} as const;

/** Name of a known peculiarity of the published evaluation. */
export type Quirk = keyof typeof QUIRKS;
