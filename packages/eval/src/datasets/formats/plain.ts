import * as z from 'zod';
import type { FactFormat } from './fact-format.js';
import { idField, textsField } from './fields.js';

const neighbor = z.union([
  z.string().transform((prompt) => ({ prompt })),
  z.object({ prompt: z.string(), answer: z.string().optional() }),
]);

const implication = z.object({
  prompt: z.string(),
  answer: z.string(),
  aliases: z.array(z.string()).optional(),
  former: z.string().optional(),
});

const schema = z.object({
  id: idField.optional(),
  subject: z.string(),
  prompt: z.string(),
  target: z.string(),
  truth: z.string().optional(),
  paraphrases: textsField.optional(),
  neighbors: z.array(neighbor).optional(),
  implications: z.array(implication).optional(),
  generationPrompts: textsField.optional(),
  relation: z.string().optional(),
  targetId: z.string().optional(),
});

/** This project's own `Fact`, one per line or CSV row. The prompt may hold the subject as text or as `{}`. */
export const plain: FactFormat<z.output<typeof schema>> = {
  id: 'plain',
  description: 'plain (subject, prompt, target, truth, paraphrases, neighbors; also as CSV columns)',
  marks: ['subject', 'prompt', 'target'],
  schema,
  toFact: (record) => record,
};
