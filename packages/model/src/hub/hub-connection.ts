import {
  httpGet,
  type RetryingOptions,
  type RetryOptions,
  retrying,
  type TransientError,
} from '@alphaedit/files';
import { CheckpointError } from '@alphaedit/spec';

export interface HubConnectionOptions extends RetryOptions {
  /** Address of the hub or mirror; `ALPHAEDIT_HUB`, else `HF_ENDPOINT`, else the Hugging Face hub. */
  readonly endpoint?: string;
  /** Sent to the hub itself and to no other host; `HF_TOKEN` unless given. */
  readonly token?: string;
  /** Milliseconds without a byte before a connection counts as dropped; 60 000 by default. */
  readonly stallTimeout?: number;
}

const REDIRECTS = 5;

/** Requests to one hub: redirects followed without leaking the token, statuses turned into typed errors. */
export class HubConnection {
  readonly endpoint: string;
  /** How often to try, and what to throw after the last attempt. */
  readonly retries: Omit<RetryingOptions, 'what'>;
  readonly signal: AbortSignal | undefined;
  readonly stallTimeout: number | undefined;
  readonly #token: string | undefined;

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
    const { attempts, retryDelay, stallTimeout, signal } = options;
    this.retries = {
      attempts,
      retryDelay,
      signal,
      giveUp: (cause, tries) => this.#unreachable(cause, tries),
    };
    this.stallTimeout = stallTimeout;
    this.signal = signal;
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
      const response = await httpGet(url, {
        headers: { ...headers, ...secret },
        redirect: 'manual',
        signal,
      });
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
  retrying<T>(what: string, work: (progressed: () => void) => Promise<T>): Promise<T> {
    return retrying(work, { ...this.retries, what });
  }

  async #check(response: Response, url: URL): Promise<void> {
    const { status } = response;
    if (response.ok || status === 416) return;
    await response.body?.cancel();
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

  #unreachable(cause: TransientError, attempts: number) {
    return new CheckpointError({
      code: 'hub-unreachable',
      message: `Fetching failed ${attempts} times: ${cause.message}.`,
      hint: 'Check the network and the address of the hub; the same command continues where this one stopped.',
      kind: 'work',
      data: { endpoint: this.endpoint },
      cause,
    });
  }
}
