// Parts that several documents have, and words for fields that mean the same everywhere.
import { z } from 'zod';

export const count = (meaning: string) => z.int().min(0).describe(meaning);
export const seconds = (meaning: string) => z.number().min(0).describe(`${meaning}, seconds`);
export const bytes = (meaning: string) => z.int().min(0).describe(`${meaning}, bytes`);
/** A value for each of something, by name: `key` says what the names are. */
export const by = <T extends z.ZodType>(key: string, value: T, meaning: string) =>
  z.record(z.string(), value).meta({ description: meaning, key });

export const modelFolder = z.string().describe('the checkpoint as it was named');
export const engine = z.string().describe('tensor engine that computed: `tensorflow`, `wasm-blas`, …');
/** In which form the model was asked. */
export const chat = z
  .boolean()
  .describe('whether the model was asked in chat form, with the chat template of its tokenizer');
export const editsApplied = z
  .array(z.string())
  .optional()
  .describe('run folders and edit packs that were applied, in order');

const warning = z
  .strictObject({
    code: z.string().describe('stable name, for programs'),
    message: z.string().describe('one sentence, for people'),
    data: z.record(z.string(), z.unknown()).optional().describe('what it is about'),
  })
  .meta({ id: 'Warning', description: 'Something that did not stop the work and may matter to its result.' });

export const warnings = z.array(warning).describe('empty where there are none');

const interval = (meaning: string) => z.tuple([z.number(), z.number()]).describe(meaning);

export const share = z
  .strictObject({
    mean: z.number().min(0).max(1).describe('mean over facts of the share of their prompts, in [0, 1]'),
    ci95: interval("95 % interval (Wilson's)"),
    n: count('facts it rests on'),
  })
  .meta({ id: 'Share', description: 'A share with its interval.' });

export const difference = z
  .strictObject({
    mean: z.number().min(-1).max(1).describe('mean of the paired differences, in [−1, 1]'),
    ci95: interval('95 % interval of that mean'),
    n: count('facts it rests on'),
  })
  .meta({ id: 'Difference', description: 'How a share changed, fact by fact.' });

export const figure = z
  .strictObject({
    mean: z.number().describe('the figure, in its own unit'),
    ci95: interval('95 % bootstrap interval'),
    n: count('records it rests on'),
  })
  .meta({ id: 'Figure', description: 'A figure with its interval.' });

const tasks = {
  efficacy: 'the edited prompts themselves',
  generalization: 'paraphrases of them',
  specificity: 'prompts about other subjects, whose answers must stay',
  portability: 'prompts whose answers follow from the edit',
} as const;

/** Something for each of the tasks that was measured. */
export function byTask<T extends z.ZodType>(value: T) {
  return {
    efficacy: value.optional().describe(tasks.efficacy),
    generalization: value.optional().describe(tasks.generalization),
    specificity: value.optional().describe(tasks.specificity),
    portability: value.optional().describe(tasks.portability),
  };
}

const scores = z
  .strictObject({
    ...byTask(share),
    score: z
      .number()
      .optional()
      .describe('harmonic mean of efficacy, generalization and specificity, where all three are there'),
  })
  .meta({ id: 'Scores', description: 'What was measured in one form. A task without prompts is absent.' });

const FORM_MEANINGS = {
  preference: 'the wanted answer is likelier than the other one',
  exactMatch: 'every token of the answer is the likeliest one',
  tokenAccuracy: 'share of the tokens of the answer that are the likeliest one',
  said: 'what the model writes holds the answer, as whole words; empty unless it was let write',
  saidExactly: 'it writes the answer and nothing else; empty unless it was let write',
} as const;

/** Something in each of the forms. */
export function byForm<T extends z.ZodType>(value: T) {
  return {
    preference: value.describe(FORM_MEANINGS.preference),
    exactMatch: value.describe(FORM_MEANINGS.exactMatch),
    tokenAccuracy: value.describe(FORM_MEANINGS.tokenAccuracy),
    said: value.describe(FORM_MEANINGS.said),
    saidExactly: value.describe(FORM_MEANINGS.saidExactly),
  };
}

const headline = z
  .strictObject({
    form: z
      .enum(['preference', 'exactMatch'])
      .describe('`exactMatch` where there is no old answer to hold against'),
    ...share.shape,
  })
  .meta({ id: 'Headline', description: 'A share in the form the literature reports it in.' });

/** The scores of a report, as `eval`, `bench` and `demo` write them. */
export const reportScores = {
  ...byTask(headline),
  score: z.number().optional().describe('harmonic mean of the three in the form preference'),
  ...byForm(scores),
};

export const retentionGroups = z.array(
  z.strictObject({
    age: z
      .tuple([z.int(), z.int()])
      .describe('facts edited after those of this group: youngest and oldest in it'),
    facts: count('facts in the group'),
    ...byForm(scores),
  }),
);

export const settings = z
  .record(z.string(), z.unknown())
  .meta({ description: 'the settings used, shared ones and those of the editor', key: 'setting' });

/** What the edited model answers to the question of a fact. */
export const answer = {
  said: z
    .string()
    .describe('what the model says: its greedy continuation, up to the end of the first sentence'),
  says: z.boolean().describe('whether it says the target: every token of it is the likeliest'),
  exact: z
    .boolean()
    .describe('whether it says the target and nothing else, compared without case, articles and punctuation'),
  probability: z.number().describe('p(target), the product over its tokens'),
  preferred: z
    .boolean()
    .optional()
    .describe('whether the target is likelier per token than the old answer; absent without one'),
};
