import type { Fact, WeightDelta } from '@alphaedit/spec';
import * as z from 'zod';
import type { ModelIdentity } from './model-identity.js';
import {
  ancestorsSchema,
  carriedFactsSchema as facts,
  formSchema,
  type RecordedForm,
  sha256Schema as sha256,
} from './schema-parts.js';

const shared = {
  /** The model the deltas belong to: they are refused for another. */
  model: z.object({
    /** Name of the checkpoint folder, for people. */
    name: z.string(),
    hash: sha256,
    /** Content hash of its tokenizer; absent in older packs. */
    tokenizer: z.string().optional(),
    madeFrom: ancestorsSchema,
  }),
  editor: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** What made the pack, e.g. `alphaedit 1.2.0`. */
  madeBy: z.string(),
};

/** The same for every pack that a merged one was made of. */
const parents = z.array(
  z.object({
    sha256: sha256.optional(),
    editor: z.string(),
    settings: z.record(z.string(), z.unknown()),
    factCount: z.int().min(0),
    partOf: z.int().min(0).optional(),
    madeBy: z.string(),
  }),
);

/** The manifest of a pack of the first version, which always held its facts and had no hash. */
export const firstEditPackSchema = z
  .object({ ...shared, facts })
  .transform((pack) => ({ ...pack, factCount: pack.facts.length }));

/** @see EditPackManifest */
export const editPackSchema = z
  .object({
    ...shared,
    factCount: z.int().min(0),
    partOf: z.int().min(0).optional(),
    run: sha256.optional(),
    chat: formSchema,
    facts: facts.optional(),
    batches: z.array(z.object({ facts: z.int().min(1), deltas: z.int().min(0) })).optional(),
    parents: parents.optional(),
  })
  .refine(({ factCount, facts }) => facts === undefined || facts.length === factCount, {
    path: ['facts'],
    message: 'are not as many as factCount says',
  })
  .refine(
    ({ factCount, batches }) =>
      batches === undefined || batches.reduce((sum, batch) => sum + batch.facts, 0) === factCount,
    { path: ['batches'], message: 'are not of as many facts as factCount says' },
  );

/** What an edit pack says about its deltas. */
export interface EditPackManifest {
  readonly model: ModelIdentity & { readonly name: string };
  readonly editor: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** How many facts it edits. */
  readonly factCount: number;
  /** How many facts the whole run has, where this is a part of it: batches were still to come. */
  readonly partOf?: number;
  /** What the run held that it was packed from: `runStand`. Absent in a merged pack and in older ones. */
  readonly run?: string;
  /** The form in which the facts were asked; absent for the plain one. */
  readonly chat?: RecordedForm;
  /** The facts; absent in a pack that was made without them. */
  readonly facts?: readonly Fact[];
  /**
   * How many facts and deltas each batch has, in order: which change belongs to which facts. Absent in packs of earlier
   * versions.
   */
  readonly batches?: readonly { readonly facts: number; readonly deltas: number }[];
  /** The packs it was merged from. */
  readonly parents?: readonly PackParent[];
  readonly madeBy: string;
}

/** A pack that another one was merged from, without its facts and changes. */
export interface PackParent {
  /** Of its file; absent where that had none. */
  readonly sha256?: string;
  readonly editor: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly factCount: number;
  readonly partOf?: number;
  readonly madeBy: string;
}

/** An edit as one small file: what it changes, and what it is. */
export interface EditPack extends EditPackManifest {
  /** In the order they are applied. */
  readonly deltas: readonly WeightDelta[];
}

/** An edit pack as it was read. */
export interface DecodedEditPack extends EditPack {
  /**
   * SHA-256 of the file, which it was held to; absent in a pack of the first version, of which nothing can tell whether it
   * was changed.
   */
  readonly sha256?: string;
}

/** `format` in the metadata of a pack, which tells it from any other safetensors file. */
export const PACK_FORMAT = 'alphaedit-pack';
/** The version that is written. */
export const PACK_VERSION = '2';
