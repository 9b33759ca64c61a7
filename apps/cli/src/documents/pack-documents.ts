import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { bytes, count, warnings } from './shapes.js';

const factFields = {
  number: count('place in its pack, from 1'),
  id: z.string().optional().describe('id of the fact, where it has one'),
  subject: z.string().describe('its subject'),
  prompt: z.string().describe('its prompt, with `{}` for the subject'),
  target: z.string().describe('the new answer'),
};
const packFact = z.strictObject(factFields).meta({ id: 'PackFact', description: 'A fact of a pack.' });

const sharedQuestions = (meaning: string) =>
  z
    .array(
      z.strictObject({
        first: packFact.describe('as `a` has it'),
        second: packFact.describe('as `b` has it'),
        alike: z
          .boolean()
          .optional()
          .describe(
            'whether both change the weights alike for it, to the bit; absent where a pack does not keep its change by fact',
          ),
      }),
    )
    .describe(meaning);

const side = (meaning: string) =>
  z
    .strictObject({
      editor: z.string().describe('the editor that made it'),
      factCount: count('how many facts it edits'),
    })
    .describe(meaning);

const diff = z.strictObject({
  a: z.string().describe('the first edit as it was named'),
  b: z.string().describe('the second one'),
  model: z
    .strictObject({
      name: z.string().describe('name of the checkpoint'),
      hash: z.string().describe('SHA-256 of its content'),
      tokenizer: z.string().optional().describe('SHA-256 of what its tokenizer does, where it is known'),
    })
    .describe('the model that both were made from'),
  first: side('about `a`'),
  second: side('about `b`'),
  facts: z
    .strictObject({
      onlyFirst: z.array(packFact).describe('questions that only `a` asks'),
      onlySecond: z.array(packFact).describe('questions that only `b` asks'),
      same: sharedQuestions('questions that both answer alike'),
      other: sharedQuestions('questions that they answer differently'),
    })
    .optional()
    .describe('absent unless both hold their facts'),
  weights: z
    .array(
      z.strictObject({
        parameter: z.string().describe('the weight'),
        first: z.number().describe('‖ΔW‖ of `a`, 0 where it does not change the weight'),
        second: z.number().describe('‖ΔW‖ of `b`'),
        apart: z.number().describe('norm of the difference of the two changes'),
      }),
    )
    .describe('every weight that either changes'),
  warnings,
});

const merged = (meaning: string) =>
  z
    .array(
      z.strictObject({
        first: z
          .strictObject({ pack: z.string().describe('the edit it is of'), ...factFields })
          .describe('as the earlier edit has it'),
        second: z
          .strictObject({ pack: z.string().describe('the edit it is of'), ...factFields })
          .describe('as the later edit has it'),
        kept: z.enum(['first', 'second']).describe('which of them is in'),
      }),
    )
    .describe(meaning);

const merge = z.strictObject({
  edits: z.array(z.string()).describe('what was merged, in order'),
  policy: z.enum(['refuse', 'replace', 'keep', 'stack']).describe('`--conflicts`'),
  file: z.string().describe('the file written'),
  bytes: bytes('size of what was written'),
  facts: count('facts whose edits it holds'),
  withFacts: z.boolean().describe('whether their texts are in it, old answers and all: `--with-facts`'),
  conflicts: merged('questions with two answers'),
  repeated: merged('questions asked and answered alike, whose fact is in once'),
  warnings,
});

export const packDocuments = {
  'pack-diff': [{ schema: diff }],
  'pack-merge': [{ schema: merge }],
} satisfies Record<string, CommandDocument[]>;
