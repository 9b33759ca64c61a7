import { AbortedError, CheckpointError, throwIfAborted } from '@alphaedit/spec';

export interface HubConnectionOptions {
  /** Address of the hub or mirror; `ALPHAEDIT_HUB`, else `HF_ENDPOINT`, else the Hugging Face hub. */
  readonly endpoint?: string;
  /** Sent to the hub itself and to no other host; `HF_TOKEN` unless given. */
  readonly token?: string;
  /** Attempts without a byte of progress before giving up; 5 by default. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled each time; 500 by default. */
  readonly retryDelay?: number;
  /** Milliseconds without a byte before a connection counts as dropped; 60 000 by default. */
  readonly stallTimeout?: number;
  readonly signal?: AbortSignal;
}

const REDIRECTS = 5;

/** Requests to one hub: redirects followed without leaking the token, statuses turned into typed errors. */
export class HubConnection {
  readonly endpoint: string;
  readonly attempts: number;
  readonly signal: AbortSignal | undefined;
  readonly stallTimeout: number;
  readonly #token: string | undefined;
  readonly #retryDelay: number;

  constructor(options: HubConnectionOptions = {}, env: NodeJS.ProcessEnv = process.env) {
    const endpoint = options.endpoint || env.ALPHAEDIT_HUB || env.HF_ENDPOINT || 'https://huggingface.co';
    this.endpoint = endpoint.replace(/\/+$/, '');
    if (!/^https?:$/.test(URL.canParse(this.endpoint) ? new URL(this.endpoint).protocol : '')) {
      throw new CheckpointError({
        code: 'hub-unreachable',
        message: `${JSON.stringify(endpoint)} is not the address of a hub.`,
        hint: 'Give an http or https address as `endpoint` or in ALPHAEDIT_HUB.',
        data: { endpoint },
      });
    }
    this.#token = options.token || env.HF_TOKEN || undefined;
    this.attempts = options.attempts ?? 5;
    this.#retryDelay = options.retryDelay ?? 500;
    this.stallTimeout = options.stallTimeout ?? 60_000;
    this.signal = options.signal;
  }

  /**
   * One GET. The first response's headers come along, since a hub tells a file's checksum before it redirects
   * to where the bytes are.
   *
   * @throws {CheckpointError} `hub-unauthorized`, `hub-not-found`, `hub-response`
   * @throws {TransientError} for what another attempt may mend
   */
  async get(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    signal: AbortSignal | undefined = this.signal,
  ): Promise<{ readonly response: Response; readonly first: Headers }> {
    const home = new URL(this.endpoint);
    let url = new URL(this.endpoint + path);
    let first: Headers | undefined;
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const secret: Record<string, string> =
        this.#token && url.origin === home.origin ? { authorization: `Bearer ${this.#token}` } : {};
      const response = await this.#fetch(url, { ...headers, ...secret }, signal);
      first ??= response.headers;
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        await this.#check(response, url);
        return { response, first };
      }
      await response.body?.cancel();
      const next = new URL(location, url);
      const safe = next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:');
      if (!safe) throw this.#unexpected(url, `redirects to ${next.protocol}//${next.host}`);
      url = next;
    }
    throw this.#unexpected(url, `redirects more than ${REDIRECTS} times`);
  }

  /** Runs `work` again while it fails with something that may pass and makes no progress. */
  async retrying<T>(what: string, work: (progressed: () => void) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      throwIfAborted(this.signal, what);
      try {
        return await work(() => {
          attempt = 0;
        });
      } catch (error) {
        if (this.signal?.aborted) throw new AbortedError(what, error);
        if (!(error instanceof TransientError)) throw error;
        if (attempt >= this.attempts) throw this.#unreachable(error);
        await this.#pause(error.wait ?? this.#retryDelay * 2 ** attempt);
      }
    }
  }

  async #fetch(url: URL, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { 'user-agent': 'alphaedit', 'accept-encoding': 'identity', ...headers },
        redirect: 'manual',
        signal,
      });
    } catch (cause) {
      throw new TransientError(`${url.host}: ${reasonOf(cause)}`, { cause });
    }
  }

  async #check(response: Response, url: URL): Promise<void> {
    const { status } = response;
    if (response.ok || status === 416) return;
    await response.body?.cancel();
    if (status === 429 || status >= 500) {
      const wait = Number(response.headers.get('retry-after'));
      throw new TransientError(
        `${url.host} answers ${status}`,
        undefined,
        wait > 0 ? wait * 1000 : undefined,
      );
    }
    if (status === 401 || status === 403) {
      throw new CheckpointError({
        code: 'hub-unauthorized',
        message: `${url.host} refuses ${url.pathname} (${status})${this.#token ? ' to this token' : ''}.`,
        hint: this.#token
          ? "Check the id, and that the token's owner was given access on the model's page."
          : 'Check the id. For a private or gated model, accept its terms on the hub and set HF_TOKEN.',
        data: { url: url.href, status },
      });
    }
    if (status === 404) {
      throw new CheckpointError({
        code: 'hub-not-found',
        message: `${url.host} has no ${url.pathname}.`,
        hint: 'Check the id and the revision.',
        data: { url: url.href, status },
      });
    }
    throw this.#unexpected(url, `answers ${status}`);
  }

  #unexpected(url: URL, what: string) {
    return new CheckpointError({
      code: 'hub-response',
      message: `${url.host} ${what} for ${url.pathname}.`,
      hint: 'Check the address of the hub.',
      kind: 'work',
      data: { url: url.href },
    });
  }

  #unreachable(cause: TransientError) {
    return new CheckpointError({
      code: 'hub-unreachable',
      message: `Fetching failed ${this.attempts} times: ${cause.message}.`,
      hint: 'Check the network and the address of the hub; the same command continues where this one stopped.',
      kind: 'work',
      data: { endpoint: this.endpoint },
      cause,
    });
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, Math.min(milliseconds, 30_000));
      this.signal?.addEventListener('abort', done);
      const { signal } = this;
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

/** A failure that another attempt may mend: a dropped connection, a busy server. */
export class TransientError extends Error {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** Milliseconds the server asks to wait. */
    readonly wait?: number,
  ) {
    super(message, options);
  }
}

/** fetch hides the reason of a network failure in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const inner = cause as NodeJS.ErrnoException | undefined;
  return inner?.code ?? inner?.message ?? message;
}
