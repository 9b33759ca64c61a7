import { type EditPack, PACK_FORMAT, PACK_VERSION } from './edit-pack.js';
import { encodeDeltas } from './encode-deltas.js';

/**
 * An edit as one safetensors file to ship, keep or apply elsewhere: the deltas of `encodeDeltas`, in order and
 * in the precision they are held in, and in the header's metadata `format` = `alphaedit-pack`,
 * `schemaVersion` = `1` and `pack`, the manifest as JSON.
 *
 * @example const bytes = encodeEditPack({ model, editor: 'alphaedit', settings, facts, madeBy, deltas })
 */
export function encodeEditPack({ deltas, ...manifest }: EditPack): Uint8Array {
  const { model, editor, settings, facts, madeBy } = manifest;
  return encodeDeltas(deltas, {
    format: PACK_FORMAT,
    schemaVersion: PACK_VERSION,
    pack: JSON.stringify({ model, editor, settings, facts, madeBy }),
  });
}
