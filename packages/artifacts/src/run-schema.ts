import * as z from 'zod';
import { ancestorsSchema, formSchema, sha256Schema as sha256 } from './schema-parts.js';

const count = z.int().min(0);

const warning = z.object({
  code: z.string(),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/**
 * What a run was made from: every input its deltas depend on. Two runs with equal manifests on one machine
 * hold the same bits.
 */
export const runManifestSchema = z.strictObject({
  format: z.literal('alphaedit-run'),
  /** From 2 on there is a seal; a run without one cannot tell what it has lost. */
  schemaVersion: z.union([z.literal(1), z.literal(2)]),
  /** Version of the program that began the run. */
  packageVersion: z.string(),
  editor: z.string(),
  settings: z.record(z.string(), z.unknown()),
  model: z.strictObject({
    /** Name of the checkpoint folder, for people. */
    name: z.string(),
    hash: sha256,
    /** Content hash of its tokenizer; absent in older runs. */
    tokenizer: z.string().optional(),
    /** The models it was made from, where it is itself an export of edits; nearest first. */
    madeFrom: ancestorsSchema,
  }),
  /** Edits that are in the model already, and whose facts the editor knows: they lie in `history`. */
  history: z
    .strictObject({
      facts: z.strictObject({ count, hash: sha256 }),
      /** Those that no longer count, counted from 0. */
      takenOut: z.array(count),
      /** Of the state their editor left; nothing where its batches do not know of one another. */
      stateHash: sha256.nullable(),
    })
    .optional(),
  /** What identifies the statistics; nothing for an editor that needs none. */
  statistics: z.record(z.string(), z.unknown()).nullable(),
  facts: z.strictObject({ count, hash: sha256 }),
  batchSize: z.int().min(1),
  /** What becomes of a fact that a later batch asks again; it stays in older runs. */
  repeated: z.enum(['replace', 'keep']).optional(),
  templates: z.array(z.string()).min(1).readonly(),
  seed: z.int(),
  chat: formSchema,
  /** What was noticed of the checkpoint when the run began, e.g. fields of its config that are not known. */
  warnings: z.array(warning).optional(),
  /** Engine and linear algebra that computed the run: another one rounds differently. */
  engine: z.string(),
  linalg: z.string(),
});

/** @see runManifestSchema */
export type RunManifest = Readonly<Omit<z.infer<typeof runManifestSchema>, 'format' | 'schemaVersion'>>;

const byLayer = z.record(z.string(), z.number());
const saidShare = z.strictObject({ said: count, of: count });

/** The JSON file that makes a batch count. */
export const batchRecordSchema = z.strictObject({
  /** From 1. */
  batch: z.int().min(1),
  /** SHA-256 of the record before this one, of the manifest for the first; absent in runs of the first version. */
  previous: sha256.optional(),
  /** Facts of the run this batch holds: lines `from` (counted from 0) up to, not including, `to`. */
  from: count,
  to: count,
  /**
   * Facts of earlier batches that this one supersedes and whose change it takes out: the last columns of its changes, in
   * this order.
   */
  takesOut: z.array(count).optional(),
  seconds: z.number(),
  /** Mean over facts of ‖z − h‖ / ‖z‖ after the batch. */
  residual: z.number(),
  /** ‖ΔW‖ (Frobenius) by layer. */
  deltaNorm: z.record(z.string(), z.number()),
  /** z optimisation, by fact. */
  values: z.array(z.strictObject({ steps: count, loss: z.number(), targetProbability: z.number() })),
  /** Perplexity of the model's own text after the batch, as a multiple of what it was before the run. */
  perplexityRatio: z.number().optional(),
  /** How the model stood after the batch; absent in runs of earlier versions, and where it was not watched. */
  health: z
    .strictObject({
      /** ‖W − W₀‖ / ‖W₀‖ of the whole change so far, by layer. */
      weightRatio: byLayer,
      /** Overlap of the leading singular subspaces with those of W₀, by layer; not after every batch. */
      subspaceOverlap: byLayer.optional(),
      /** Facts of the batch that the model says, and of the first of the run (not after every batch). */
      lastSaid: saidShare,
      firstSaid: saidShare.optional(),
      /** What measuring took. */
      seconds: z.number(),
    })
    .optional(),
  warnings: z.array(warning),
  /** SHA-256 of the files this batch wrote. */
  deltasHash: sha256,
  /** Absent where the values were not kept. */
  valuesHash: sha256.optional(),
  stateHash: sha256.nullable(),
  /** The state is read from the files of this batch to `batch`, each what is new in it; `batch` alone where absent. */
  stateFrom: z.int().min(1).optional(),
});

/** One batch of a run: which facts, how well, and the hashes of its files. */
export type BatchRecord = Readonly<z.infer<typeof batchRecordSchema>>;

/** What the caller knows of a batch; number and hashes are added as it is written. */
export type NewBatchRecord = Omit<
  BatchRecord,
  'batch' | 'previous' | 'deltasHash' | 'valuesHash' | 'stateHash' | 'stateFrom'
>;
