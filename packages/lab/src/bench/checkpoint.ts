import type { Report, Retention } from '@alphaedit/eval';
import { z } from 'zod';

/** A model measured: the unedited one, or one after some batches of a run. */
export interface Measurement {
  /** Facts measured, by index in the bench's list. */
  readonly sample: readonly number[];
  /** Without single prompts. */
  readonly report: Report;
  readonly perplexity?: { readonly perplexity: number; readonly nll: number; readonly tokens: number };
}

/** A run measured after some of its batches. */
export interface Checkpoint extends Measurement {
  readonly batches: number;
  /** Facts edited so far. */
  readonly facts: number;
  /** By age of the edit, youngest third first. */
  readonly retention: Retention;
  /** ‖W − W₀‖ / ‖W₀‖ (Frobenius) by layer. */
  readonly weightChange: Readonly<Record<string, number>>;
}

/** What editing took. */
export interface Cost {
  /** Largest resident memory of the process while it edited, bytes; of several processes, the largest. */
  readonly peakBytes: number;
}

const share = z.looseObject({ mean: z.number(), ci95: z.tuple([z.number(), z.number()]), n: z.int() });
const scores = z.looseObject({
  efficacy: share.optional(),
  generalization: share.optional(),
  specificity: share.optional(),
  score: z.number().optional(),
});
/** Not in measurements of earlier versions. */
const later = scores.default({});
const forms = {
  preference: scores,
  exactMatch: scores,
  tokenAccuracy: scores,
  said: later,
  saidExactly: later,
};
const result = z.looseObject({
  preference: z.number().optional(),
  exactMatch: z.number(),
  tokenAccuracy: z.number(),
  said: z.number().optional(),
  saidExactly: z.number().optional(),
});
const record = z.looseObject({
  subject: z.string(),
  target: z.string(),
  efficacy: result.optional(),
  generalization: result.optional(),
  specificity: result.optional(),
});

const measurement = {
  sample: z.array(z.int().min(0)),
  report: z.looseObject({ ...forms, facts: z.int(), records: z.array(record) }),
  perplexity: z.object({ perplexity: z.number(), nll: z.number(), tokens: z.int() }).optional(),
};

export const measurementSchema = z.object(measurement) as unknown as z.ZodType<Measurement>;

export const checkpointSchema = z.object({
  ...measurement,
  batches: z.int().min(1),
  facts: z.int().min(1),
  retention: z.object({
    groups: z.array(z.looseObject({ ...forms, age: z.tuple([z.int(), z.int()]), facts: z.int() })),
    unedited: z.int(),
  }),
  weightChange: z.record(z.string(), z.number()),
}) as unknown as z.ZodType<Checkpoint>;

export const costSchema = z.object({ peakBytes: z.number() }) satisfies z.ZodType<Cost>;
