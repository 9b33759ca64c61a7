import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { answer, by, bytes, count, warnings } from './shapes.js';

const run = z.string().describe('the run folder');
const number = count('place in the run, from 1: what `#N` means');
const id = z.string().optional().describe('id of the fact, where it has one');
const subject = z.string().describe('its subject');
const target = z.string().describe('the new answer');
const supersededBy = z
  .int()
  .optional()
  .describe('number of a later fact that gives the same question another answer');

const list = z.strictObject({
  run,
  editor: z.string().describe('the editor that made it'),
  model: z
    .strictObject({
      name: z.string().describe('name of the checkpoint'),
      hash: z.string().describe('SHA-256 of its content'),
      tokenizer: z
        .string()
        .optional()
        .describe('SHA-256 of what its tokenizer does; absent in runs of earlier versions'),
    })
    .describe('the model it was made from'),
  applied: count('facts that are in'),
  undone: count('facts that were taken out'),
  waiting: count('facts whose batch is still to come'),
  partOf: z
    .int()
    .optional()
    .describe('of an edit pack that was exported with `--partial`: facts of the whole run'),
  holdsFacts: z
    .boolean()
    .describe('whether the facts are known; not so for an edit pack that was exported without them'),
  facts: z
    .array(
      z.strictObject({
        number,
        id,
        subject,
        prompt: z.string().describe('its prompt, with `{}` for the subject'),
        target,
        truth: z.string().optional().describe('the old answer, where it is known'),
        batch: z.int().optional().describe('its batch, from 1; absent while that is still to come'),
        state: z.enum(['applied', 'undone', 'waiting']).describe('what became of it'),
        answer: z
          .strictObject(answer)
          .optional()
          .describe('what the edited model answers; absent where it was not measured since the run changed'),
        supersededBy,
        targetProbability: z
          .number()
          .optional()
          .describe(
            'p(target) its value was found to reach before the weights were solved for; absent for an editor without values',
          ),
        deltaNorm: z
          .number()
          .optional()
          .describe(
            'size of what it added, √Σ ‖r aᵀ‖² over the weights; absent where that cannot be told apart',
          ),
      }),
    )
    .describe('every fact of the run, or of the pack, in its order; empty where they are not known'),
  ledger: z
    .array(
      z.strictObject({
        action: z.enum(['undo', 'restore']).describe('what was done'),
        facts: z.array(count('')).describe('with which facts, from 1'),
        at: z.string().describe('when, ISO 8601'),
      }),
    )
    .describe('what was taken out and put back'),
});

const undo = z.strictObject({
  run,
  action: z.enum(['undo', 'restore']).describe('`restore` with `--restore`'),
  facts: z.array(z.strictObject({ number, id, subject, target })).describe('the facts taken out or put back'),
  applied: count('facts that are in now'),
  undone: count('facts that are out now'),
});

const replan = z.strictObject({
  run,
  action: z.literal('replan').describe('the run was planned anew'),
  out: z.string().describe('folder of the new run'),
  facts: z
    .array(z.strictObject({ number, id, subject, target }))
    .describe('the facts that are not in it, with their numbers in the old run'),
  edited: count('facts of the new run'),
  notTaken: count('facts of it that the edited model does not say'),
  warnings,
});

const verify = z.strictObject({
  path: z.string().describe('what was looked at, as it was named'),
  kind: z.enum(['run', 'statistics', 'pack', 'adapter', 'checkpoint']).describe('what it is'),
  ok: z.boolean().describe('whether every check is; exit code 1 where not'),
  checks: z
    .array(
      z.strictObject({
        check: z.string().describe('what was looked at'),
        ok: z.boolean().describe('whether it is as it should be'),
        found: z.string().describe('what was found'),
      }),
    )
    .describe('in the order they were made'),
  unproven: z.array(z.string()).describe('what could not be told, each with the reason'),
  facts: z
    .array(
      z.strictObject({
        number,
        id,
        subject,
        target,
        state: z.enum(['applied', 'undone']).describe('whether it is in'),
        preferred: z
          .boolean()
          .optional()
          .describe('whether the new answer is likelier than the old one; absent without an old one'),
        exact: z
          .boolean()
          .describe('whether the model says it: each token of the new answer is the likeliest'),
        probability: answer.probability,
        said: answer.said,
        supersededBy,
      }),
    )
    .optional()
    .describe(
      'of a run, or a pack with its facts, with `--model`: how every fact stands on the edited model',
    ),
  holding: z
    .int()
    .optional()
    .describe('with `--model`: applied facts that the edited model says, superseded ones left out'),
  applied: z.int().optional().describe('with `--model`: applied facts'),
  superseded: z.int().optional().describe('with `--model`: applied facts that a later fact supersedes'),
});

const share = (meaning: string) => z.number().min(0).max(1).optional().describe(meaning);

const health = z.strictObject({
  run,
  editor: z.string().describe('the editor that made it'),
  facts: count('facts of the run, those still to come among them'),
  batches: z
    .array(
      z.strictObject({
        batch: count('number, from 1'),
        facts: count('facts edited by then'),
        perplexityRatio: z
          .number()
          .optional()
          .describe('perplexity of a text the model wrote before the run, as a multiple of what it was then'),
        weightRatio: by('layer', z.number(), '‖W − W₀‖ / ‖W₀‖ of the whole change so far').optional(),
        subspaceOverlap: by(
          'layer',
          z.number(),
          'how much of the 16 leading singular vectors lies in the span of those of W₀: 1 for all of it; not measured after every batch',
        ).optional(),
        lastSaid: share('share of the facts of the batch that the model says'),
        firstSaid: share(
          'share of the first 32 facts of the run that it says; not measured after every batch',
        ),
        cost: z.number().optional().describe('time of measuring, as a share of that of the batch'),
      }),
    )
    .describe('one for each batch; what was not measured is absent'),
  report: z.string().optional().describe('the HTML page written, with `--report`'),
});

const exported = {
  run: z.string().describe('the run folder, or the pack'),
  facts: count('facts whose edits it holds'),
  partOf: z.int().optional().describe('facts of the whole run, where `--partial` exported a part of it'),
  withFacts: z.boolean().describe('whether their texts are in it, old answers and all: `--with-facts`'),
  bytes: bytes('size of what was written'),
};

const pack = z.strictObject({
  ...exported,
  format: z.literal('pack').describe('`--format`'),
  file: z.string().describe('the file written'),
});

const factsAsked = z.strictObject({
  asked: count('facts asked: those applied, superseded ones left out'),
  before: count('how many of them the edited model says'),
  after: count('how many of them what was written says'),
  lost: z
    .array(z.strictObject({ number, id, subject, target, said: answer.said }))
    .describe('those that only the edited model says'),
});

const changedTensors = z
  .array(
    z.strictObject({
      name: z.string().describe('its name'),
      dtype: z.string().describe('its element type'),
      rounded: z
        .number()
        .describe(
          "share of its change that went in rounding to that type, ‖stored − W'‖ / ‖W' − W‖; 0 in float32",
        ),
    }),
  )
  .describe('the weights that were changed');

const checkpoint = z.strictObject({
  ...exported,
  format: z.literal('safetensors').describe('`--format`'),
  out: z.string().describe('the folder written'),
  files: z.array(z.string()).describe('its files'),
  leftOut: z
    .array(z.string())
    .describe(
      'what stayed in the model folder: files, folders (with `/` at the end), texts in headers of weights (`FILE#KEY`)',
    ),
  measured: factsAsked.optional().describe('with `--measure`: the facts on the checkpoint that was written'),
  tensors: changedTensors,
});

const gguf = z.strictObject({
  ...exported,
  format: z.literal('gguf').describe('`--format`'),
  out: z.string().describe('the folder written'),
  file: z.string().describe('the file that holds the model'),
  tensors: changedTensors,
});

const adapter = z.strictObject({
  ...exported,
  format: z.enum(['lora', 'gguf-lora']).describe('`--format`'),
  out: z.string().describe('the folder written'),
  modules: z
    .array(
      z.strictObject({
        parameter: z.string().describe('the weight'),
        module: z
          .string()
          .describe(
            'the module it belongs to, as PEFT names it; with `gguf-lora` the tensor, as llama.cpp names it',
          ),
        rank: count('columns of its factors'),
        lost: z.number().describe('share of its change that `--rank` cut off, ‖ΔW − BA‖ / ‖ΔW‖'),
      }),
    )
    .describe('the weights that are changed'),
  baseModel: z.string().describe('the model the adapter says it is for'),
  checked: z
    .strictObject({
      Q8_0: factsAsked.describe('as Q8_0'),
      Q4_0: factsAsked.describe('as Q4_0, embeddings and output head as Q8_0'),
    })
    .optional()
    .describe('with `--check`: the facts with the change over the weights in these types'),
});

export const ledgerDocuments = {
  list: [{ schema: list }],
  health: [{ schema: health }],
  undo: [
    { when: 'without `--replan`', schema: undo },
    { when: 'with `--replan`', schema: replan },
  ],
  verify: [{ schema: verify }],
  export: [
    { when: 'with `--format pack`', schema: pack },
    { when: 'with `--format safetensors`', schema: checkpoint },
    { when: 'with `--format gguf`', schema: gguf },
    { when: 'with `--format lora` and `--format gguf-lora`', schema: adapter },
  ],
} satisfies Record<string, CommandDocument[]>;
