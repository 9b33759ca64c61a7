import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import {
  answer,
  by,
  bytes,
  chat,
  count,
  engine,
  modelFolder,
  reportScores,
  seconds,
  settings,
  warnings,
} from './shapes.js';

const saidShare = (meaning: string) =>
  z.strictObject({ said: count('how many of them'), of: count('of how many') }).describe(meaning);

const batchHealth = z
  .strictObject({
    weightRatio: by('layer', z.number(), '‖W − W₀‖ / ‖W₀‖ of the whole change so far'),
    subspaceOverlap: by(
      'layer',
      z.number(),
      'how much of the 16 leading singular vectors lies in the span of those of W₀: 1 for all of it; not measured after every batch',
    ).optional(),
    lastSaid: saidShare('facts of the batch that the model says'),
    firstSaid: saidShare(
      'of the first 32 facts of the run, those it says; not measured after every batch',
    ).optional(),
    seconds: seconds('measuring'),
  })
  .optional()
  .describe('how the model stood after the batch; absent where it was not watched');

const edit = z.strictObject({
  run: z.string().describe('the run folder'),
  model: modelFolder,
  editor: z.string().describe('id of the editor'),
  engine,
  chat,
  linalg: z.string().describe('linear algebra that solved: `lapack`, `tensorflow` or `portable`'),
  settings,
  facts: count('facts edited, those of earlier calls among them'),
  batches: z
    .array(
      z.strictObject({
        batch: count('number, from 1'),
        facts: count('facts in it'),
        seconds: seconds('values, solve and change of the weights'),
        residual: z
          .number()
          .describe(
            'mean over facts of ‖z − h‖ / ‖z‖ at the last edited layer after the batch; 0 for an editor without values',
          ),
        deltaNorm: by('layer', z.number(), '‖ΔW‖ (Frobenius) of the layers that were changed'),
        targetProbability: z
          .number()
          .optional()
          .describe(
            'mean probability of the targets the values reached; absent for an editor without values',
          ),
        perplexityRatio: z
          .number()
          .optional()
          .describe(
            'perplexity of a text the model wrote before the run, as a multiple of what it was then; absent with `--max-perplexity-ratio Infinity`',
          ),
        health: batchHealth,
      }),
    )
    .describe('one for each batch of the run'),
  resumed: count('batches that were there already'),
  estimated: z
    .strictObject({
      seconds: z.number().describe('as `--dry-run` says it'),
      took: z.number().describe('what the batches of this command took'),
      memory: bytes('as `--dry-run` says it, beside activations'),
      peak: bytes('the largest resident memory of this process'),
    })
    .describe('what was estimated before, and what it came to'),
  taken: count('facts the edited model says and did not say before'),
  known: count('facts the model said before the edit, and still says'),
  notTaken: z
    .array(
      z.strictObject({
        number: count('place in the run, from 1: what `#N` means'),
        id: z.string().optional().describe('id of the fact, where it has one'),
        subject: z.string().describe('its subject'),
        target: z.string().describe('what was asked for'),
        said: answer.said,
        probability: answer.probability,
      }),
    )
    .describe('facts the edited model does not say'),
  warnings,
});

const dryRun = z.strictObject({
  dryRun: z.literal(true).describe('nothing was changed'),
  run: z.string().describe('where the run would be'),
  continues: z.int().optional().describe('whole batches of a run that is there already'),
  editor: z.string().describe('id of the editor'),
  settings,
  facts: count('facts that would be edited'),
  batches: z.array(z.strictObject({ facts: count('facts in it') })).describe('one for each batch'),
  layers: z
    .array(
      z.strictObject({
        layer: count('block'),
        parameter: z.string().describe('the weight that would be changed'),
        dimension: count('size of its keys, d'),
        nullDimension: z
          .int()
          .nullable()
          .optional()
          .describe(
            'directions in the null space; null until the second moment is decomposed, absent for an editor that does not use it',
          ),
      }),
    )
    .describe('one for each layer to edit'),
  memory: z
    .strictObject({
      weights: bytes(
        'weights, edited ones in float32; with the largest piece that is widened, where they are not',
      ),
      residency: z
        .enum(['float32', 'stored', 'disk'])
        .describe('how they are kept: `--weights`, or what it would choose here'),
      original: bytes('edited weights as they were, to compare with'),
      statistics: bytes('what is kept of the statistics from batch to batch'),
      state: bytes('what the editor keeps of earlier batches, at the end of the run'),
      work: bytes('the most it holds for a while on top: a decomposition, a solve, a step'),
      total: bytes('their sum'),
    })
    .describe('what the edit would hold at most, beside activations and the values being optimised'),
  time: z
    .strictObject({
      operations: z.number().describe('floating-point operations, if no value is found early'),
      gflops: z.number().describe('10⁹ operations a second, measured on the engine'),
      seconds: z.number().describe('their quotient'),
    })
    .describe('what the edit would take at most, at the rate of a large matrix product'),
  badFacts: warnings.describe('records that cannot be edited, with the reason'),
  warnings,
});

const editors = z.strictObject({
  editors: z
    .array(
      z.strictObject({
        id: z.string().describe('what `--editor` takes'),
        title: z.string().describe('one line on it'),
        description: z.string().optional().describe('what it does and what sets it apart'),
        requires: z
          .array(z.enum(['secondMoment', 'projector']))
          .describe('the statistics it needs; empty: no `--stats`'),
        supports: z
          .strictObject({
            batch: z.boolean().describe('whether several facts at a time are one solve'),
            sequential: z.boolean().describe('whether it takes account of earlier batches'),
          })
          .describe('what it can do'),
        combinesWith: z.array(z.string()).describe('what may follow its id after a plus sign'),
        settings: by(
          'setting',
          z.strictObject({
            type: z.enum(['number', 'integer', 'boolean', 'choice']).describe('what it takes'),
            default: z.union([z.number(), z.boolean(), z.string()]).describe('value where none is given'),
            meaning: z.string().describe('one line on it'),
            minimum: z.number().optional().describe('smallest value'),
            above: z.number().optional().describe('bound it has to lie above'),
            maximum: z.number().optional().describe('largest value'),
            choices: z.array(z.string()).optional().describe('what a choice may be'),
            range: z.string().describe('all of that in words'),
          }),
          'settings of its own',
        ),
      }),
    )
    .describe('all editors, or the one asked for'),
  combinators: z.array(z.string()).describe('what may follow an id after a plus sign'),
  sharedSettings: by('setting', z.string(), 'settings that every editor shares, with what each means'),
});

const demo = z.strictObject({
  model: z.string().describe('the checkpoint that ships'),
  engine,
  seconds: seconds('all of it'),
  answers: z
    .array(
      z.strictObject({
        question: z.string().describe('a prompt'),
        wanted: z.string().describe('the new answer, or the one that must stay'),
        before: z.string().describe('what the unedited model says'),
        after: by('editor', z.string(), 'what the edited model says'),
      }),
    )
    .describe('some facts that were changed, and a neighbour of each'),
  before: z.strictObject(reportScores).describe('the unedited model'),
  after: by(
    'editor',
    z.strictObject({
      run: z.string().describe('its run folder'),
      seconds: seconds('editing'),
      ...reportScores,
    }),
    'the edited model',
  ),
});

export const editDocuments = {
  edit: [
    { when: 'without `--dry-run`', schema: edit },
    { when: 'with `--dry-run`', schema: dryRun },
  ],
  editors: [{ schema: editors }],
  demo: [{ schema: demo }],
} satisfies Record<string, CommandDocument[]>;
