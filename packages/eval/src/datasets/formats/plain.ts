import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { listOf, textField, textsField } from './fields.js';

const neighbor = z.union([
  textField.transform((prompt) => ({ prompt })),
  z.object({
    prompt: textField,
    answer: textField.optional(),
    aliases: textsField.optional(),
    group: textField.optional(),
  }),
]);

const implication = z.object({
  prompt: textField,
  answer: textField,
  aliases: textsField.optional(),
  former: textField.optional(),
  formerAliases: textsField.optional(),
  group: textField.optional(),
});

const schema = z.object({
  id: textField.optional(),
  subject: textField,
  prompt: textField,
  question: textField.optional(),
  target: textField,
  targetAliases: textsField.optional(),
  truth: textField.optional(),
  truthAliases: textsField.optional(),
  paraphrases: textsField.optional(),
  neighbors: listOf(neighbor).optional(),
  implications: listOf(implication).optional(),
  generationPrompts: textsField.optional(),
  relation: textField.optional(),
  targetId: textField.optional(),
});

/** This project's own `Fact`, one per line or CSV row. The prompt may hold the subject as text or as `{}`. */
export const plain: FactFormat<z.output<typeof schema>> = {
  id: 'plain',
  description: 'plain (subject, prompt, target, truth, paraphrases, neighbors; also as CSV columns)',
  marks: ['subject', 'prompt', 'target'],
  schema,
  toFact: (record) => record,
};
