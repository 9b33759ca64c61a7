import { decodeSafetensors } from '@alphaedit/safetensors';
import { EditError } from '@alphaedit/spec';
import { decodeDeltas } from './decode-deltas.js';
import {
  type EditPack,
  type EditPackManifest,
  editPackSchema,
  PACK_FORMAT,
  PACK_VERSION,
} from './edit-pack.js';

/**
 * The edit `encodeEditPack` wrote.
 *
 * @param source what messages call the bytes, e.g. the file's path
 * @throws {EditError} `not-an-edit-pack`, `pack-broken`, `run-broken` (its deltas)
 * @throws {CheckpointError} for bytes that are not safetensors
 */
export function decodeEditPack(bytes: Uint8Array, source = 'edit pack'): EditPack {
  const { metadata } = decodeSafetensors(bytes, source);
  const { format, schemaVersion, pack } = metadata;
  if (format !== PACK_FORMAT) {
    throw new EditError({
      code: 'not-an-edit-pack',
      message: `${source} is a safetensors file, but no edit pack.`,
      hint: 'Choose a file written by the playground or by `exportPack(edits, { out })`.',
      data: { file: source, format },
    });
  }
  if (schemaVersion !== PACK_VERSION) {
    throw broken(source, `is of version ${schemaVersion}; this program reads ${PACK_VERSION}`);
  }
  return { ...manifestOf(pack, source), deltas: decodeDeltas(bytes, source) };
}

/** @throws {EditError} `pack-of-another-model` unless the pack was made from the model with this content hash */
export function assertPackOf(pack: EditPackManifest, modelHash: string, source = 'This edit pack'): void {
  if (pack.model.hash === modelHash) return;
  throw new EditError({
    code: 'pack-of-another-model',
    message: `${source} belongs to ${pack.model.name} (${pack.model.hash.slice(0, 12)}); this model is ${modelHash.slice(0, 12)}.`,
    hint: 'Apply a pack only to the model it was made from, or make the edit again on this one.',
    data: { pack: pack.model.hash, model: modelHash },
  });
}

function manifestOf(text: string | undefined, source: string): EditPackManifest {
  try {
    return editPackSchema.parse(JSON.parse(text ?? '')) as EditPackManifest;
  } catch (cause) {
    throw broken(source, 'does not say what its deltas belong to', cause);
  }
}

function broken(source: string, problem: string, cause?: unknown): EditError {
  return new EditError({
    code: 'pack-broken',
    message: `${source} ${problem}.`,
    hint: 'Get the pack again from where it was made.',
    data: { file: source },
    cause,
  });
}
