import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { bytes, chat, count, editsApplied, engine, modelFolder, warnings } from './shapes.js';

const inspect = z.strictObject({
  model: modelFolder,
  architecture: z.string().describe('`model_type` of the config: `gpt2`, `llama`, …'),
  blocks: count('transformer blocks'),
  hiddenSize: count('width of the residual stream, d'),
  keySize: count('width of an MLP key: the input of the down-projection, and the size of C₀'),
  heads: count('attention heads'),
  keyValueHeads: count('heads of keys and values'),
  headSize: count('width of a head'),
  vocabularySize: count('rows of the token embedding'),
  contextLength: count('longest sequence the model was made for, tokens'),
  parameters: count('weights, tied ones counted once'),
  editable: z
    .array(
      z.strictObject({
        name: z.string().describe('name in the checkpoint'),
        block: count('block, counted from 0'),
        orientation: z.enum(['in-out', 'out-in']).describe('how it is stored: [dIn, dOut] or [dOut, dIn]'),
        dIn: count('size of what goes in'),
        dOut: count('size of what comes out'),
      }),
    )
    .describe('the weights an edit changes: the down-projections, in block order'),
  dtype: z.string().describe('how weights are stored: `F32`, `F16`, `BF16`; several joined by `+`'),
  tiedHead: z.boolean().describe('whether the output head is the token embedding'),
  files: z.array(z.string()).describe('safetensors files'),
  bytes: bytes('weights as stored'),
  addsBos: z.boolean().describe('whether the tokenizer begins a text with a special token'),
  bosTokenId: z.int().optional().describe('id of that token, where there is one'),
  eosTokenId: z.int().optional().describe('id of the token that ends a text'),
  tokenizerSize: count('ids the tokenizer can make'),
  warnings,
});

const predict = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  engine,
  chat,
  prompts: z
    .array(
      z.strictObject({
        prompt: z.string().describe('the prompt'),
        inputIds: z.array(z.int()).describe('its tokens'),
        top: z
          .array(
            z.strictObject({
              token: z.string().describe('its text'),
              id: z.int().describe('its id'),
              probability: z.number().describe('probability that it comes next, in [0, 1]'),
            }),
          )
          .describe('the `--top` likeliest next tokens, best first'),
        targets: z
          .array(
            z.strictObject({
              target: z.string().describe('the answer'),
              nll: z.number().describe('mean of −log p over its tokens, nats'),
              exactMatch: z.boolean().describe('whether each of its tokens is the likeliest'),
            }),
          )
          .describe('one for each `--target`, in their order'),
      }),
    )
    .describe('one for each `--prompt`, in their order'),
});

const generate = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  engine,
  chat,
  prompt: z.string().describe('the prompt'),
  inputIds: z.array(z.int()).describe('its tokens'),
  text: z.string().describe('what follows, without special tokens'),
  ids: z.array(z.int()).describe('its tokens'),
});

const pull = z.strictObject({
  id: z.string().describe('owner/name'),
  revision: z.string().describe('branch, tag or commit asked for'),
  commit: z.string().describe('the commit it stands for'),
  directory: z.string().describe('the checkpoint folder'),
  files: z
    .array(
      z.strictObject({
        name: z.string().describe('its name'),
        bytes: bytes('its size'),
        how: z
          .enum(['downloaded', 'resumed', 'kept'])
          .describe('`kept`: it was there already; `resumed`: part of it was'),
        checked: z.boolean().describe('whether its content was compared with a checksum of the hub'),
      }),
    )
    .describe('what was fetched'),
  warnings,
});

const playground = z.strictObject({
  url: z.string().describe('where the page was served'),
  model: z.string().describe('the checkpoint folder'),
  seconds: count('how long it was served, seconds'),
});

const serve = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  engine,
  url: z.string().describe('where the model was served'),
  seconds: count('how long it was served, seconds'),
});

const answer = z.strictObject({
  text: z.string().describe('what the model wrote'),
  finish: z.enum(['stop', 'length']).describe('`length`: there was no room, or no leave, for more'),
});

const conversation = z.strictObject({
  model: modelFolder,
  edits: editsApplied,
  engine,
  chat,
  turns: z
    .array(
      z.strictObject({
        question: z.string().describe('the line that was read'),
        before: answer.optional().describe('with `--compare`: the answer without the edits'),
        answer: answer.describe('the answer of the model, with the edits'),
      }),
    )
    .describe('in order'),
});

export const modelDocuments = {
  inspect: [{ schema: inspect }],
  predict: [{ schema: predict }],
  generate: [{ schema: generate }],
  chat: [{ schema: conversation }],
  serve: [{ when: 'when it is ended', schema: serve }],
  pull: [{ schema: pull }],
  playground: [{ when: 'when it is ended', schema: playground }],
} satisfies Record<string, CommandDocument[]>;
