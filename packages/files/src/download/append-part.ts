import { type FileHandle, open } from 'node:fs/promises';
import { writeError } from '../write-error.js';
import type { PartFile } from './part-file.js';
import { TransientError } from './transient-error.js';

/** Where the bytes come from, and what is known of them. */
export interface AppendOptions {
  /** One GET of the file with these headers beside its own. Throws for answers that hold no bytes of it. */
  readonly get: (headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Response>;
  /** Bytes of the whole file, where they are known. */
  readonly size?: number;
  /** Milliseconds without a byte before a connection counts as dropped; 60 000 by default. */
  readonly stallTimeout?: number;
  readonly signal?: AbortSignal;
}

/** Is told the bytes there so far, and of the whole file where that is known. */
export type OnBytes = (bytes: number, total: number | undefined) => void;

/**
 * One attempt: appends to a part what is missing of the file, or begins it anew where the server cannot continue it.
 *
 * @returns bytes of the file
 * @throws {TransientError} for what another attempt may mend, {OutputError}, and what `get` throws
 */
export async function appendPart(part: PartFile, options: AppendOptions, onBytes: OnBytes): Promise<number> {
  const { get, size, stallTimeout = 60_000 } = options;
  const begun = await part.begun(size);
  if (begun.bytes === size) {
    if (size === 0) await (await opened(part, 'w')).close();
    return size;
  }
  const stalled = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stalled.signal]) : stalled.signal;
  const timer = setTimeout(() => stalled.abort(), stallTimeout);
  let handle: FileHandle | undefined;
  try {
    const response = await get(rangeHeaders(begun), signal);
    const { status, headers } = response;
    const continues = status === 206 && headers.get('content-range')?.startsWith(`bytes ${begun.bytes}-`);
    const disagrees = status === 416 || (status === 206 && !continues);
    if (disagrees || !response.ok) {
      await response.body?.cancel();
      // What is there does not go together with what the server has: the next attempt begins anew.
      if (disagrees) await part.remove();
      throw new TransientError(`the server answers ${status} without the bytes that were asked for`);
    }
    let bytes = continues ? begun.bytes : 0;
    const length = Number(headers.get('content-length') ?? Number.NaN);
    const total = size ?? (Number.isSafeInteger(length) ? bytes + length : undefined);
    await part.keepTag(response);
    handle = await opened(part, continues ? 'a' : 'w');
    onBytes(bytes, total);
    for await (const chunk of received(response)) {
      timer.refresh();
      await handle.writeFile(chunk).catch((cause) => {
        throw writeError(part.path, cause);
      });
      bytes += chunk.byteLength;
      onBytes(bytes, total);
    }
    if (total !== undefined && bytes < total) {
      throw new TransientError(`the connection ended after ${bytes} of ${total} bytes`);
    }
    await handle.sync();
    return bytes;
  } finally {
    clearTimeout(timer);
    await handle?.close();
  }
}

/** Asks for what is missing, and for all of it if the version is another by now. */
function rangeHeaders({ bytes, tag }: { readonly bytes: number; readonly tag?: string }) {
  if (bytes === 0) return {};
  return { range: `bytes=${bytes}-`, ...(tag && { 'if-range': tag }) };
}

/** The chunks of a body; a connection that drops in between may be taken up again. */
async function* received({ body }: Response): AsyncGenerator<Uint8Array> {
  const chunks = ((body ?? []) as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
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

async function opened({ path }: PartFile, flags: 'a' | 'w'): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (cause) {
    throw writeError(path, cause);
  }
}
