import { TransientError } from './transient-error.js';

/** Headers to send, whether redirects are followed, and what ends the request. */
export interface HttpGetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** `follow` by default. */
  readonly redirect?: 'follow' | 'manual';
  readonly signal?: AbortSignal;
}

/**
 * One GET of bytes as they are stored, uncompressed. Answers of any other status than those below are returned.
 *
 * @throws {TransientError} when the server cannot be reached, is busy (429) or fails (500 and above)
 */
export async function httpGet(
  url: string | URL,
  { headers, redirect, signal }: HttpGetOptions = {},
): Promise<Response> {
  const { host } = new URL(url);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { 'user-agent': 'alphaedit', 'accept-encoding': 'identity', ...headers },
      redirect,
      signal,
    });
  } catch (cause) {
    throw new TransientError(`${host}: ${reasonOf(cause)}`, { cause });
  }
  const { status } = response;
  if (status !== 429 && status < 500) return response;
  await response.body?.cancel();
  const wait = Number(response.headers.get('retry-after'));
  throw new TransientError(`${host} answers ${status}`, undefined, wait > 0 ? wait * 1000 : undefined);
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: Error & { code?: string } };
  return cause?.code ?? (cause?.message || message);
}
