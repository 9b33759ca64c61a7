import { NO_HASH, stampHash } from './content-hash.js';
import { type EditPack, PACK_FORMAT, PACK_VERSION } from './edit-pack.js';
import { encodeDeltas } from './encode-deltas.js';

/**
 * An edit as one safetensors file to ship, keep or apply elsewhere: the deltas of `encodeDeltas`, in order and
 * in the precision they are held in, and in the header's metadata `sha256` (of the whole file, with zeros for the hash),
 * `format` = `alphaedit-pack`, `schemaVersion` = `2` and `pack`, the manifest as JSON. It holds facts only where they are
 * given.
 *
 * @example const bytes = encodeEditPack({ model, editor: 'alphaedit', settings, factCount: 1, madeBy, deltas })
 * @throws {SettingsError} `safetensors-too-large`
 */
export function encodeEditPack({ deltas, ...manifest }: EditPack): Uint8Array {
  const { model, editor, settings, factCount, partOf, run, chat, facts, batches, parents, madeBy } = manifest;
  const bytes = encodeDeltas(deltas, {
    // First in the file: what stands before it never holds its place.
    sha256: NO_HASH,
    format: PACK_FORMAT,
    schemaVersion: PACK_VERSION,
    pack: JSON.stringify({
      model,
      editor,
      settings,
      factCount,
      ...(partOf !== undefined && { partOf }),
      ...(run !== undefined && { run }),
      ...(chat && { chat }),
      ...(facts && { facts }),
      ...(batches && { batches }),
      ...(parents && { parents }),
      madeBy,
    }),
  });
  stampHash(bytes);
  return bytes;
}
