import * as z from 'zod';

const answer = z.strictObject({
  /** What the model says: its greedy continuation, up to the end of the first sentence. */
  said: z.string(),
  /** Whether it says the target. */
  says: z.boolean(),
  /** Whether it says the target and nothing else, both normalised. */
  exact: z.boolean(),
  /** p(target). */
  probability: z.number(),
  preferred: z.boolean().optional(),
});

/** `answers.json`: what the model says to the facts of a run, measured once after the last batch. */
export const answersSchema = z.strictObject({
  format: z.literal('alphaedit-answers'),
  schemaVersion: z.literal(1),
  /** The state of the run they were measured on. */
  batches: z.int().min(0),
  undone: z.array(z.int().min(0)),
  /** Facts, counted from 0, that the model said before the run; nothing where that was not measured. */
  knownBefore: z.array(z.int().min(0)).optional(),
  answers: z.array(answer),
});

/** Answers of a model to the facts of a run, by fact. */
export type RunAnswers = Readonly<Omit<z.infer<typeof answersSchema>, 'format' | 'schemaVersion'>>;
