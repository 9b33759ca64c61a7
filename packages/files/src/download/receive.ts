import { TransientError } from './transient-error.js';

/** When an exchange ends early. */
export interface ReceiveOptions {
  /** Milliseconds in which a connection that sends less than 1 KiB counts as dropped; 60 000 by default. */
  readonly stallTimeout?: number;
  readonly signal?: AbortSignal;
}

/** Milliseconds. */
export const STALL_TIMEOUT = 60_000;

/** Fewer bytes than this in `stallTimeout` count as silence: a byte now and then keeps nothing open. */
const LEAST_BYTES = 1024;

/**
 * One request and its answer. The time from asking to the end of the body is under the same watch, and a body that is not
 * read to its end is hung up on.
 *
 * @param get sends the request, and ends it when its signal fires
 * @param use reads the chunks of the body
 * @throws {TransientError} when the connection drops or is silent; and what `get`, `use` and `signal` throw
 */
export async function receive<T>(
  get: (signal: AbortSignal) => Promise<Response>,
  use: (response: Response, chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  { stallTimeout = STALL_TIMEOUT, signal }: ReceiveOptions = {},
): Promise<T> {
  const end = new AbortController();
  const silent = () =>
    end.abort(new TransientError(`the connection was silent for ${stallTimeout / 1000} s`));
  const timer = setTimeout(silent, stallTimeout);
  const either = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  try {
    const response = await get(either);
    timer.refresh();
    return await use(response, chunksOf(response, either, timer));
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

async function* chunksOf({ body }: Response, signal: AbortSignal, timer: NodeJS.Timeout) {
  if (!body) return;
  const reader = body.getReader();
  // `fetch` leaves a read waiting for ever where the signal fires between the last chunk and the end of the body.
  signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
  for (let fresh = 0; ; ) {
    signal.throwIfAborted();
    const { done, value } = await reader.read().catch((cause) => {
      signal.throwIfAborted();
      throw new TransientError('the connection was dropped', { cause });
    });
    signal.throwIfAborted();
    if (done) return;
    fresh += value.byteLength;
    if (fresh >= LEAST_BYTES) {
      fresh = 0;
      timer.refresh();
    }
    yield value;
  }
}
