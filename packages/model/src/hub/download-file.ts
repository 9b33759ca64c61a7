import { join } from 'node:path';
import { type Downloaded, download } from '@alphaedit/files';
import { CheckpointError } from '@alphaedit/spec';
import { contentHash, hashFile } from './content-hash.js';
import type { HubConnection } from './hub-connection.js';
import { hex, type RepositoryFile } from './repository.js';

export interface Download extends Downloaded {
  readonly name: string;
  /** Whether the content was compared with a checksum of the hub. */
  readonly checked: boolean;
}

/** The most that is taken of a file which is held in memory to be read: far more than any tokenizer has. */
const JSON_BYTES = 256 * 2 ** 20;

/**
 * Fetches one file of a commit into `folder`: into `NAME.part`, continued where an earlier attempt stopped,
 * compared with the hub's size and checksum, flushed and renamed.
 *
 * @param path of the file on the hub
 * @param onBytes called with the bytes there so far
 * @throws {CheckpointError} `download-corrupt` (the partial file is removed), and those of `HubConnection`
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`, `output-locked`, `lock-lost`
 */
export async function downloadFile(
  hub: HubConnection,
  path: string,
  folder: string,
  described: RepositoryFile,
  onBytes: (bytes: number) => void,
): Promise<Download> {
  const { name } = described;
  let file = described;
  const { bytes, how } = await download({
    ...hub.retries,
    stallTimeout: hub.stallTimeout,
    path: join(folder, name),
    size: described.size,
    maxBytes: name.endsWith('.json') ? JSON_BYTES : undefined,
    immutable: true,
    async get(headers, signal) {
      const { response, first } = await hub.get(path, headers, signal);
      file = complete(described, first);
      return response;
    },
    check: (part, length) => compare({ ...file, size: file.size ?? length }, part, length, hub.signal),
    onProgress: ({ done }) => onBytes(done),
  });
  return { name, bytes, how, checked: contentHash({ ...file, size: bytes }) !== undefined };
}

/** @throws {CheckpointError} `download-corrupt` unless a file has the size and the checksum that the hub says */
async function compare(file: RepositoryFile, part: string, bytes: number, signal?: AbortSignal) {
  const hash = contentHash(file);
  if (hash) await hashFile(hash, part, signal);
  const wrong = file.size === bytes ? hash?.difference() : `it has ${bytes} bytes, the hub says ${file.size}`;
  if (!wrong) return;
  throw new CheckpointError({
    code: 'download-corrupt',
    message: `${file.name} came in damaged: ${wrong}.`,
    hint: 'The damaged file was removed: run the same command again, or use another mirror.',
    kind: 'work',
    data: { file: file.name, bytes, size: file.size },
  });
}

/** Adds the checksums the response tells to what the listing told, for hubs whose listing has none. */
function complete(described: RepositoryFile, first: Headers): RepositoryFile {
  const tag = (name: string) => first.get(name)?.replace(/^W\//, '').replaceAll('"', '');
  const etag = tag('x-linked-etag') ?? tag('etag');
  return {
    ...described,
    sha256: described.sha256 ?? (described.gitHash ? undefined : hex(etag, 64)),
    gitHash: described.gitHash ?? hex(etag, 40),
  };
}
