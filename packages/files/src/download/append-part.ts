import { type FileHandle, open, truncate } from 'node:fs/promises';
import { writeError } from '../write-error.js';
import type { PartFile } from './part-file.js';
import { type ReceiveOptions, receive } from './receive.js';
import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

/** Where the bytes come from, and what is known of them. */
export interface AppendOptions extends ReceiveOptions {
  /** One GET of the file with these headers beside its own. Throws for answers that hold no bytes of it. */
  readonly get: (headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Response>;
  /** Bytes of the whole file, where they are known. No more are taken. */
  readonly size?: number;
  /** The most bytes to take, whatever `size` says; where neither is given, 64 GiB. */
  readonly maxBytes?: number;
}

/** Is told the bytes there so far, and of the whole file where that is known. */
export type OnBytes = (bytes: number, total: number | undefined) => void;

const MAX_BYTES = 64 * 2 ** 30;

/** How often what came is flushed and noted. */
const SETTLE_MS = 1000;

/**
 * One attempt: appends to a part what is missing of the file, or begins it anew where the server cannot continue it.
 *
 * @returns bytes of the file
 * @throws {TransientError} for what another attempt may mend
 * @throws {UnusableAnswer} for more bytes than may come (the part is removed), or a status that gives none
 * @throws {OutputError}, and what `get` and `signal` throw
 */
export async function appendPart(part: PartFile, options: AppendOptions, onBytes: OnBytes): Promise<number> {
  const { get, size, maxBytes = size ?? MAX_BYTES } = options;
  const limit = Math.min(size ?? maxBytes, maxBytes);
  if (size !== undefined && size > limit) throw tooLong(limit);
  const begun = await part.begun(limit);
  if (begun.bytes === size) {
    if (size === 0) await (await opened(part, 0)).close();
    return size;
  }
  return receive(
    (signal) => get(rangeHeaders(begun), signal),
    async (response, chunks) => {
      const { status, headers } = response;
      // A part of a compressed file does not go on where a part of the file ends.
      const plain = /^(identity)?$/i.test(headers.get('content-encoding') ?? '');
      const range = headers.get('content-range') ?? '';
      const continues = status === 206 && plain && range.startsWith(`bytes ${begun.bytes}-`);
      if (status === 416 || (status === 206 && !continues)) {
        // What is there does not go together with what the server has: the next attempt begins anew.
        await part.remove();
        throw new TransientError(`the server answers ${status} without the bytes that were asked for`);
      }
      if (status !== 200 && !continues) throw new UnusableAnswer(`the server answers ${status}`);
      let bytes = continues ? begun.bytes : 0;
      const length = Number((plain && headers.get('content-length')) || Number.NaN);
      const total = size ?? (Number.isSafeInteger(length) ? bytes + length : undefined);
      if (bytes + length > limit) {
        await part.remove();
        throw tooLong(limit);
      }
      await part.take(headers, { bytes, plain });
      const handle = await opened(part, continues ? bytes : 0);
      const settle = async () => {
        await handle.sync();
        await part.note(bytes);
      };
      try {
        let settled = performance.now();
        onBytes(bytes, total);
        for await (const chunk of chunks) {
          if (bytes + chunk.byteLength > limit) throw tooLong(limit);
          await handle.writeFile(chunk).catch((cause) => {
            throw writeError(part.path, cause);
          });
          bytes += chunk.byteLength;
          onBytes(bytes, total);
          if (performance.now() - settled < SETTLE_MS) continue;
          await settle();
          settled = performance.now();
        }
        if (total !== undefined && bytes < total) {
          throw new TransientError(`the connection ended after ${bytes} of ${total} bytes`);
        }
        await settle();
        return bytes;
      } catch (error) {
        if (error instanceof UnusableAnswer) await part.remove();
        // Where this fails, too, less can be continued.
        else await settle().catch(() => {});
        throw error;
      } finally {
        await handle.close();
      }
    },
    options,
  );
}

const tooLong = (limit: number) => new UnusableAnswer(`it is longer than ${limit} bytes`);

/** Asks for what is missing, and for all of it if the version is another by now. */
function rangeHeaders({ bytes, tag }: { readonly bytes: number; readonly tag?: string }) {
  if (bytes === 0) return {};
  return { range: `bytes=${bytes}-`, ...(tag && { 'if-range': tag }) };
}

/** The part, cut to the bytes that are sure, to append to. */
async function opened({ path }: PartFile, bytes: number): Promise<FileHandle> {
  try {
    if (bytes > 0) await truncate(path, bytes);
    return await open(path, bytes > 0 ? 'a' : 'w');
  } catch (cause) {
    throw writeError(path, cause);
  }
}
