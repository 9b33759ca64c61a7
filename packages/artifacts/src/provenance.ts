import { EditError, type Fact } from '@alphaedit/spec';
import { sha256 as hashOf } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import * as z from 'zod';
import { hasHash, NO_HASH, stampHash } from './content-hash.js';
import type { EditPackManifest } from './edit-pack.js';
import type { ModelIdentity } from './model-identity.js';
import { ancestorsSchema, carriedFactsSchema as facts, sha256Schema as sha256 } from './schema-parts.js';

/** Says in an exported folder where its weights come from, and what its files are. */
export const PROVENANCE_FILE = 'alphaedit.json';

/** Which edit an exported folder holds. */
export interface Provenance {
  /** The unedited model. */
  readonly base: ModelIdentity & { readonly name: string };
  readonly editor: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly madeBy: string;
  readonly factCount: number;
  /** How many facts the whole run has, where this is a part of it. */
  readonly partOf?: number;
  /** What the run held that it was exported from: `runStand`. */
  readonly run?: string;
  /** Only where they were asked for. */
  readonly facts?: readonly Fact[];
}

/** One file of an exported folder. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const shared = {
  base: z.object({
    name: z.string(),
    hash: sha256,
    tokenizer: z.string().optional(),
    madeFrom: ancestorsSchema,
  }),
  editor: z.string(),
  settings: z.record(z.string(), z.unknown()),
  madeBy: z.string(),
};
const kind = z.enum(['alphaedit-checkpoint', 'alphaedit-adapter']);
/** A file of this very folder. */
const name = z.string().regex(/^(?!\.{1,2}$)[^/\\]+$/, 'must be a name without a folder');

const provenanceSchema = z.discriminatedUnion('schemaVersion', [
  /** It always held the facts, and no hash. */
  z.object({ format: kind, schemaVersion: z.literal(1), ...shared, facts }),
  z.object({
    format: kind,
    schemaVersion: z.literal(2),
    sha256,
    ...shared,
    factCount: z.int().min(0),
    partOf: z.int().min(0).optional(),
    run: sha256.optional(),
    facts: facts.optional(),
    files: z.array(z.object({ name, bytes: z.int().min(0), sha256 })),
  }),
]);

/** What `alphaedit.json` says; of the first version without hashes. */
export interface DecodedProvenance extends Provenance {
  readonly format: z.infer<typeof kind>;
  /** Absent where it was written by the first version. */
  readonly files?: readonly ExportedFile[];
}

/** What is to be said of an edit that is exported. */
export function provenanceOf(pack: EditPackManifest): Provenance {
  const { model: base, editor, settings, madeBy, factCount, partOf, run, facts } = pack;
  const part = { ...(partOf !== undefined && { partOf }), ...(run !== undefined && { run }) };
  return { base, editor, settings, madeBy, factCount, ...part, ...(facts && { facts }) };
}

/** A file of an exported folder that is in memory. */
export function exportedFile(name: string, content: Uint8Array): ExportedFile {
  return { name, bytes: content.length, sha256: bytesToHex(hashOf(content)) };
}

/** `alphaedit.json` of an exported folder: the edit, every other file of the folder, and the hash of itself. */
export function encodeProvenance(
  format: DecodedProvenance['format'],
  provenance: Provenance,
  files: readonly ExportedFile[],
): Uint8Array {
  const whole = { sha256: NO_HASH, format, schemaVersion: 2, ...provenance, files };
  const bytes = new TextEncoder().encode(`${JSON.stringify(whole, undefined, 2)}\n`);
  stampHash(bytes);
  return bytes;
}

/**
 * What `alphaedit.json` says, if it is as it was written.
 *
 * @throws {EditError} `export-broken`
 */
export function decodeProvenance(bytes: Uint8Array, source = PROVENANCE_FILE): DecodedProvenance {
  let parsed: z.infer<typeof provenanceSchema>;
  try {
    parsed = provenanceSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw exportBroken(source, 'does not say where the weights come from', cause);
  }
  if (parsed.schemaVersion === 1) {
    const { schemaVersion: _, ...first } = parsed;
    return { ...first, facts: first.facts as readonly Fact[], factCount: first.facts.length };
  }
  const { schemaVersion: _, sha256: hash, facts: held, ...rest } = parsed;
  if (!hasHash(bytes, hash)) {
    throw exportBroken(source, 'was changed after it was written: its SHA-256 is another');
  }
  return { ...rest, ...(held && { facts: held as readonly Fact[] }) };
}

/** What is wrong with a file of an exported folder. */
export function exportBroken(file: string, problem: string, cause?: unknown): EditError {
  return new EditError({
    code: 'export-broken',
    message: `${file} ${problem}.`,
    hint: 'Get the folder again from where it was made, or export the edit again.',
    data: { file },
    cause,
  });
}
