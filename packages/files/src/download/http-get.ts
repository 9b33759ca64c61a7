import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

/** What is sent, to whom, and what ends the request. */
export interface HttpGetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers for the origin of the address alone: a redirect to another one does not take them along. */
  readonly secret?: Readonly<Record<string, string>>;
  /** Is told the headers of each answer that redirects. */
  readonly onRedirect?: (headers: Headers) => void;
  readonly signal?: AbortSignal;
}

const REDIRECTS = 5;

/**
 * One GET of bytes as they are stored, uncompressed; up to five redirects are followed, none from https to http. Answers
 * of any other status than those below are returned. No message holds a header, a query or a password.
 *
 * @throws {TransientError} when the server cannot be reached, is busy (429) or fails (500 and above)
 * @throws {UnusableAnswer} for a redirect that is not followed, or an address with a user name or password
 */
export async function httpGet(
  url: string | URL,
  { headers, secret, onRedirect, signal }: HttpGetOptions = {},
): Promise<Response> {
  const home = new URL(url);
  let at = home;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const own = at.origin === home.origin ? secret : undefined;
    const response = await request(at, { ...headers, ...own }, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    onRedirect?.(response.headers);
    await response.body?.cancel();
    at = redirected(at, location);
  }
  throw new UnusableAnswer(`${home.host} redirects more than ${REDIRECTS} times`);
}

async function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  if (url.username || url.password) throw new UnusableAnswer(`the address of ${url.host} holds a password`);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { 'user-agent': 'alphaedit', 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    const { cause } = error as { cause?: Error & { code?: string } };
    // A failure of the network has a cause. Without one the request itself was refused, and its text may be told.
    if (!cause) throw new UnusableAnswer(`${url.host} cannot be asked with these headers`);
    throw new TransientError(`${url.host}: ${cause.code ?? cause.message}`, { cause: error });
  }
  const { status } = response;
  if (status !== 429 && status < 500) return response;
  await response.body?.cancel();
  const wait = Number(response.headers.get('retry-after'));
  throw new TransientError(`${url.host} answers ${status}`, undefined, wait > 0 ? wait * 1000 : undefined);
}

function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new UnusableAnswer(`${from.host} redirects to no address`);
  const to = new URL(location, from);
  const safe = to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
  if (safe) return to;
  throw new UnusableAnswer(`${from.host} redirects to ${to.protocol}//${to.host}`);
}
