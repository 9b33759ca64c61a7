import { ROLE_NAMES } from '@alphaedit/locate';
import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { count, engine, modelFolder, warnings } from './shapes.js';

const KINDS = {
  hidden: 'output of a block',
  mlp: 'MLP outputs of a window of blocks',
  attention: 'attention outputs of a window of blocks',
  severedMlp: 'with `--severed`: output of a block, later MLP outputs staying corrupted',
  severedAttention: 'with `--severed`: output of a block, later attention outputs staying corrupted',
} as const;

/** Something for each kind of state that was restored. */
function byKind<T extends z.ZodType>(value: T) {
  return z.strictObject({
    hidden: value.describe(KINDS.hidden),
    mlp: value.describe(KINDS.mlp),
    attention: value.describe(KINDS.attention),
    severedMlp: value.optional().describe(KINDS.severedMlp),
    severedAttention: value.optional().describe(KINDS.severedAttention),
  });
}

const interval = z
  .strictObject({
    mean: z.number().describe('mean over facts'),
    ci95: z
      .tuple([z.number(), z.number()])
      .optional()
      .describe("95 % interval (Student's t); absent for one fact"),
    n: count('facts'),
  })
  .meta({ id: 'Interval', description: 'A mean over facts with its interval.' });

const NOISE = {
  noise: z.number().optional().describe('`--noise`: ν, in deviations of the embeddings'),
  deviation: z.number().optional().describe('σ of the embeddings'),
  over: z.string().optional().describe('what σ was measured over: `subjects` or `vocabulary`'),
  spread: z.number().optional().describe('νσ'),
};
const CORRUPTION = 'how subjects were made unreadable';

const common = {
  recommendedLayers: z.array(count('')).describe('layers to edit; empty where none can be told'),
  reasoning: z.array(z.string()).describe('why these, a sentence each'),
  samples: count('corrupted runs per fact'),
  seed: z.int().describe('seed of the noise'),
  cost: z
    .strictObject({
      cells: z.number().describe('tokens through a block, per fact'),
      publishedCells: z.number().describe('the same of the published loop'),
      ratio: z.number().describe('how many times as many that is'),
    })
    .describe('what it took'),
  warnings,
  files: z.array(z.string()).optional().describe('with `--out`: files written'),
};

const one = z.strictObject({
  model: modelFolder,
  engine,
  prompt: z.string().describe('the prompt with its subject'),
  subject: z.string().describe('the subject'),
  tokens: z.array(z.string()).describe('tokens of the prompt as text'),
  subjectTokens: z
    .tuple([z.int(), z.int()])
    .describe('first token of the subject, and the one after its last'),
  answer: z.string().describe('first token of what the model answers'),
  answerId: z.int().describe('its id'),
  high: z.number().describe('probability of the answer, clean'),
  low: z.number().describe('the same with the subject corrupted, mean over samples'),
  lowError: z.number().describe('standard error of `low`'),
  totalEffect: z.number().describe('high − low'),
  effects: byKind(z.array(z.array(z.number()))).describe(
    'indirect effects `[block][token]`: probability with that state restored, minus `low`',
  ),
  subjectEffects: byKind(z.array(z.number())).describe(
    'the same `[block]` with all tokens of the subject restored at once',
  ),
  window: count('blocks whose MLP or attention outputs are restored together'),
  corruption: z
    .strictObject({
      kind: z.enum(['gaussian', 't', 'uniform']).describe('`--corrupt`'),
      ...z.strictObject(NOISE).required().shape,
    })
    .describe(CORRUPTION),
  ...common,
});

const average = z.strictObject({
  model: modelFolder,
  engine,
  facts: count('facts traced'),
  tokens: z.array(z.string()).describe('the roles of tokens in words'),
  roles: z.array(z.string()).describe('the roles some prompt has a token for'),
  high: z.number().describe('mean probability of the answers, clean'),
  low: z.number().describe('the same with the subject corrupted'),
  totalEffect: z.number().describe('mean of high − low'),
  effects: byKind(z.array(z.array(z.number().nullable()))).describe(
    'mean indirect effects `[block][role]`; `null` where no prompt has a token of that role',
  ),
  subjectEffects: byKind(z.array(z.number())).describe(
    'the same `[block]` with all tokens of the subject restored at once',
  ),
  intervals: z
    .strictObject({
      high: interval.describe('of `high`'),
      low: interval.describe('of `low`'),
      totalEffect: interval.describe('of `totalEffect`'),
      effects: byKind(
        z.strictObject(
          Object.fromEntries(
            Object.entries(ROLE_NAMES).map(([role, meaning]) => [
              role,
              z.array(interval).optional().describe(meaning),
            ]),
          ),
        ),
      ).describe('of `effects`, by kind and role, for each block'),
      subjectEffects: byKind(z.array(interval)).describe('of `subjectEffects`, for each block'),
    })
    .describe('the means with their 95 % intervals'),
  window: count('blocks whose MLP or attention outputs are restored together'),
  asked: count('facts asked'),
  known: count('facts the model knows'),
  corruption: z
    .strictObject({
      kind: z.enum(['gaussian', 't', 'uniform', 'subjects']).describe('`--corrupt`'),
      ...NOISE,
      subjects: z.int().optional().describe('with `--corrupt subjects`: how many there were to choose from'),
    })
    .describe(CORRUPTION),
  ...common,
});

export const traceDocuments = {
  trace: [
    { when: 'with `--prompt`', schema: one },
    { when: 'with `--facts`', schema: average },
  ],
} satisfies Record<string, CommandDocument[]>;
