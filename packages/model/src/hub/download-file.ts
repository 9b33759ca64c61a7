import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSize, writeError } from '@alphaedit/files';
import { CheckpointError } from '@alphaedit/spec';
import { contentHash, hashFile } from './content-hash.js';
import { type HubConnection, TransientError } from './hub-connection.js';
import { hex, type RepositoryFile } from './repository.js';

export interface Download {
  readonly name: string;
  readonly bytes: number;
  /** `kept`: it was there already; `resumed`: part of it was. */
  readonly how: 'downloaded' | 'resumed' | 'kept';
  /** Whether the content was compared with a checksum of the hub. */
  readonly checked: boolean;
}

/**
 * Fetches one file of a commit into `folder`: into `NAME.part`, continued where an earlier attempt stopped,
 * compared with the hub's size and checksum, flushed and renamed.
 *
 * @param path of the file on the hub
 * @param onBytes called with the bytes there so far
 * @throws {CheckpointError} `download-corrupt` (the partial file is removed), and those of `HubConnection`
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 */
export async function downloadFile(
  hub: HubConnection,
  path: string,
  folder: string,
  described: RepositoryFile,
  onBytes: (bytes: number) => void,
): Promise<Download> {
  const { name } = described;
  const target = join(folder, name);
  const partial = `${target}.part`;
  const there = await fileSize(target);
  // Only what was whole and right has ever been renamed to this name.
  if (there !== undefined) {
    onBytes(there);
    return { name, bytes: there, how: 'kept', checked: contentHash(described) !== undefined };
  }
  const before = (await fileSize(partial)) ?? 0;
  let file = described;
  await hub.retrying(`fetching ${name}`, async (progressed) => {
    file = await append(hub, path, partial, file, (bytes) => {
      progressed();
      onBytes(bytes);
    });
  });
  const bytes = (await fileSize(partial)) ?? 0;
  const hash = contentHash(file);
  if (hash) await hashFile(hash, partial, hub.signal);
  const wrong =
    file.size !== undefined && file.size !== bytes
      ? `it has ${bytes} bytes, the hub says ${file.size}`
      : hash?.difference();
  if (wrong) {
    await rm(partial, { force: true });
    throw new CheckpointError({
      code: 'download-corrupt',
      message: `${name} came in damaged: ${wrong}.`,
      hint: 'The damaged file was removed: run the same command again, or use another mirror.',
      kind: 'work',
      data: { file: name, bytes, size: file.size },
    });
  }
  await rename(partial, target).catch((cause) => {
    throw writeError(target, cause);
  });
  return { name, bytes, how: before > 0 ? 'resumed' : 'downloaded', checked: hash !== undefined };
}

/** One attempt: appends what is missing. Returns what is known of the file now. */
async function append(
  hub: HubConnection,
  path: string,
  partial: string,
  described: RepositoryFile,
  onBytes: (bytes: number) => void,
): Promise<RepositoryFile> {
  let start = (await fileSize(partial)) ?? 0;
  if (described.size !== undefined && start > described.size) {
    await rm(partial, { force: true });
    start = 0;
  }
  if (described.size === start && (start > 0 || described.size === 0)) {
    if (start === 0) await (await openPartial(partial, 'w')).close();
    return described;
  }
  const stalled = new AbortController();
  const signal = hub.signal ? AbortSignal.any([hub.signal, stalled.signal]) : stalled.signal;
  let timer = setTimeout(() => stalled.abort(), hub.stallTimeout);
  let handle: FileHandle | undefined;
  try {
    const { response, first } = await hub.get(path, start > 0 ? { range: `bytes=${start}-` } : {}, signal);
    const continues =
      response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
    if (response.status === 416 || (response.status === 206 && !continues)) {
      // What is there does not go together with what the hub has: begin anew.
      await response.body?.cancel();
      await rm(partial, { force: true });
      throw new TransientError('the hub has another part of the file than was asked for');
    }
    if (!continues) start = 0;
    const file = complete(described, first, response.headers, start);
    handle = await openPartial(partial, continues ? 'a' : 'w');
    let bytes = start;
    onBytes(bytes);
    const body = (response.body ?? []) as AsyncIterable<Uint8Array>;
    for await (const chunk of received(body)) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), hub.stallTimeout);
      await handle.writeFile(chunk).catch((cause) => {
        throw writeError(partial, cause);
      });
      bytes += chunk.byteLength;
      onBytes(bytes);
    }
    if (file.size !== undefined && bytes < file.size) {
      throw new TransientError(`the connection ended after ${bytes} of ${file.size} bytes`);
    }
    await handle.sync();
    return file;
  } finally {
    clearTimeout(timer);
    await handle?.close();
  }
}

/** The chunks of a body; a connection that drops in between may be taken up again. */
async function* received(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    let step: IteratorResult<Uint8Array>;
    try {
      step = await chunks.next();
    } catch (cause) {
      throw new TransientError('the connection was dropped', { cause });
    }
    if (step.done) return;
    yield step.value;
  }
}

/** Adds what the response tells to what the listing told, for hubs whose listing has no sizes and checksums. */
function complete(described: RepositoryFile, first: Headers, last: Headers, start: number): RepositoryFile {
  const tag = (name: string) => first.get(name)?.replace(/^W\//, '').replaceAll('"', '');
  const etag = tag('x-linked-etag') ?? tag('etag');
  const length = last.get('content-length');
  const size = described.size ?? (length === null ? undefined : start + Number(length));
  return {
    name: described.name,
    size: Number.isSafeInteger(size) ? size : undefined,
    sha256: described.sha256 ?? (described.gitHash ? undefined : hex(etag, 64)),
    gitHash: described.gitHash ?? hex(etag, 40),
  };
}

async function openPartial(path: string, flags: 'a' | 'w'): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (cause) {
    throw writeError(path, cause);
  }
}
