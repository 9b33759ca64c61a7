import { receiveText } from '@alphaedit/files';
import { CheckpointError } from '@alphaedit/spec';
import type { HubConnection } from './hub-connection.js';
import type { ModelId } from './model-id.js';

/** A file of a repository, with what the hub says about its content. */
export interface RepositoryFile {
  readonly name: string;
  /** Bytes, where the hub tells. */
  readonly size?: number;
  /** SHA-256 of the content (large files), hex. */
  readonly sha256?: string;
  /** SHA-1 of the content as a git object (small files), hex. */
  readonly gitHash?: string;
}

/** A repository as it is at one commit. */
export interface Repository {
  readonly commit: string;
  readonly files: ReadonlyMap<string, RepositoryFile>;
}

/** The longest listing that is read: room for tens of thousands of files. */
const LISTING_BYTES = 16 * 2 ** 20;

/**
 * What a hub holds under an id: the commit a revision stands for, and its files with sizes and checksums.
 *
 * @throws {CheckpointError} `hub-unauthorized`, `hub-not-found`, `hub-response`, `hub-unreachable`
 */
export async function readRepository(hub: HubConnection, { id, revision }: ModelId): Promise<Repository> {
  const path = `/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const { signal, stallTimeout } = hub;
  const get = async (either: AbortSignal) =>
    (await hub.get(path, { accept: 'application/json' }, either)).response;
  const text = await hub.retrying('asking the hub', () =>
    receiveText(get, { maxBytes: LISTING_BYTES, stallTimeout, signal }),
  );
  const bad = (why: string, cause?: unknown) =>
    new CheckpointError({
      code: 'hub-response',
      message: `${hub.endpoint} says nothing usable about ${id}: ${why}.`,
      hint: 'Check the address of the hub: it must answer as the Hugging Face hub does.',
      data: { endpoint: hub.endpoint, id, revision },
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad('it is not JSON', cause);
  }
  const { sha, siblings } = (value ?? {}) as { sha?: unknown; siblings?: unknown };
  if (typeof sha !== 'string' || !/^[0-9a-f]{7,64}$/.test(sha)) throw bad('it names no commit');
  if (!Array.isArray(siblings)) throw bad('it lists no files');
  const files = siblings.map(readFile).filter((file) => file !== undefined);
  return { commit: sha, files: new Map(files.map((file) => [file.name, file])) };
}

function readFile(entry: unknown): RepositoryFile | undefined {
  const { rfilename: name, size, blobId, lfs } = (entry ?? {}) as Record<string, unknown>;
  // Only files of the folder itself are ever asked for: a name with a path in it is of no use.
  if (typeof name !== 'string' || !/^[\w][\w.-]*$/.test(name)) return undefined;
  const large = (lfs ?? {}) as { sha256?: unknown; oid?: unknown; size?: unknown };
  const sha256 = hex(large.sha256 ?? large.oid, 64);
  const bytes = lfs ? (large.size ?? size) : size;
  return {
    name,
    size: Number.isSafeInteger(bytes) && (bytes as number) >= 0 ? (bytes as number) : undefined,
    sha256,
    gitHash: lfs ? undefined : hex(blobId, 40),
  };
}

export function hex(value: unknown, length: number): string | undefined {
  return typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value)
    ? value
    : undefined;
}
