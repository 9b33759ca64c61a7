import { decodeSafetensors } from '@alphaedit/safetensors';
import { EditError } from '@alphaedit/spec';
import { hasHash } from './content-hash.js';
import { decodeDeltas } from './decode-deltas.js';
import {
  type DecodedEditPack,
  type EditPackManifest,
  editPackSchema,
  firstEditPackSchema,
  PACK_FORMAT,
  PACK_VERSION,
} from './edit-pack.js';
import { assertSameModel, type ModelIdentity } from './model-identity.js';

/** What the header of the first version says; a hash it did not know. */
const FIRST_VERSION_KEYS = ['deltas', 'format', 'pack', 'schemaVersion'];

/**
 * The edit `encodeEditPack` wrote, every byte of it; a pack of the first version is read as it is, without `sha256`.
 *
 * @param source what messages call the bytes, e.g. the file's path
 * @throws {EditError} `not-an-edit-pack`, `pack-broken`, `run-broken` (its deltas)
 * @throws {CheckpointError} for bytes that are not safetensors
 */
export function decodeEditPack(bytes: Uint8Array, source = 'edit pack'): DecodedEditPack {
  const { metadata } = decodeSafetensors(bytes, source);
  const { format, schemaVersion, pack, sha256 } = metadata;
  if (format !== PACK_FORMAT) {
    throw new EditError({
      code: 'not-an-edit-pack',
      message: `${source} is a safetensors file, but no edit pack.`,
      hint: 'Choose a file written by the playground or by `exportPack(edits, { out })`.',
      data: { file: source, format },
    });
  }
  if (schemaVersion === '1') {
    if (Object.keys(metadata).sort().join() !== FIRST_VERSION_KEYS.join()) throw changed(source);
    const manifest = manifestOf(pack, firstEditPackSchema, source);
    return { ...manifest, deltas: decodeDeltas(bytes, source) };
  }
  if (schemaVersion !== PACK_VERSION) {
    throw broken(source, `is of version ${schemaVersion}; this program reads ${PACK_VERSION}`);
  }
  if (sha256 === undefined || !hasHash(bytes, sha256)) throw changed(source);
  const manifest = manifestOf(pack, editPackSchema, source);
  const deltas = decodeDeltas(bytes, source);
  const { batches } = manifest;
  if (batches && batches.reduce((sum, batch) => sum + batch.deltas, 0) !== deltas.length) {
    throw broken(source, 'does not say which of its changes belong to which facts');
  }
  return { ...manifest, deltas, sha256 };
}

/** @throws {EditError} `pack-of-another-model`, `edits-of-another-tokenizer` unless the pack was made from this model */
export const assertPackOf = (
  pack: Pick<EditPackManifest, 'model'>,
  model: ModelIdentity,
  source = 'This edit pack',
): void => assertSameModel(pack.model, model, source, 'pack-of-another-model');

function manifestOf(
  text: string | undefined,
  schema: typeof editPackSchema | typeof firstEditPackSchema,
  source: string,
): EditPackManifest {
  try {
    return schema.parse(JSON.parse(text ?? '')) as EditPackManifest;
  } catch (cause) {
    throw broken(source, 'does not say what its deltas belong to', cause);
  }
}

const changed = (source: string) =>
  broken(source, 'was changed after it was written: its SHA-256 is another');

function broken(source: string, problem: string, cause?: unknown): EditError {
  return new EditError({
    code: 'pack-broken',
    message: `${source} ${problem}.`,
    hint: 'Get the pack again from where it was made.',
    data: { file: source },
    cause,
  });
}
