import type { Fact, WeightDelta } from '@alphaedit/spec';
import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

/** @see EditPackManifest */
export const editPackSchema = z.object({
  /** The model the deltas belong to: they are refused for another. */
  model: z.object({
    /** Name of the checkpoint folder, for people. */
    name: z.string(),
    hash: sha256,
  }),
  editor: z.string(),
  settings: z.record(z.string(), z.unknown()),
  facts: z.array(z.looseObject({ subject: z.string(), prompt: z.string(), target: z.string() })),
  /** What made the pack, e.g. `alphaedit 1.2.0`. */
  madeBy: z.string(),
});

/** What an edit pack says about its deltas. */
export interface EditPackManifest {
  readonly model: { readonly name: string; readonly hash: string };
  readonly editor: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly facts: readonly Fact[];
  readonly madeBy: string;
}

/** An edit as one small file: what it changes, and what it is. */
export interface EditPack extends EditPackManifest {
  /** In the order they are applied. */
  readonly deltas: readonly WeightDelta[];
}

/** `format` in the metadata of a pack, which tells it from any other safetensors file. */
export const PACK_FORMAT = 'alphaedit-pack';
export const PACK_VERSION = '1';
