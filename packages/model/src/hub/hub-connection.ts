import {
  httpGet,
  printableAddress,
  type RetryingOptions,
  type RetryOptions,
  retrying,
  UnusableAnswer,
} from '@alphaedit/files';
import { CheckpointError } from '@alphaedit/spec';

export interface HubConnectionOptions extends RetryOptions {
  /** Address of the hub or mirror; `ALPHAEDIT_HUB`, else `HF_ENDPOINT`, else the Hugging Face hub. */
  readonly endpoint?: string;
  /** Sent to the hub itself and to no other host; `HF_TOKEN` unless given. */
  readonly token?: string;
  /** Milliseconds in which a connection that sends less than 1 KiB counts as dropped; 60 000 by default. */
  readonly stallTimeout?: number;
}

/** Requests to one hub: the token goes to it alone and into no text, statuses are turned into typed errors. */
export class HubConnection {
  readonly endpoint: string;
  /** How often to try, and what to throw when that is of no use. */
  readonly retries: Omit<RetryingOptions, 'what'>;
  readonly signal: AbortSignal | undefined;
  readonly stallTimeout: number | undefined;
  readonly #token: string | undefined;

  /** @throws {CheckpointError} `hub-unreachable` for an address that is none, `hub-unauthorized` for such a token */
  constructor(options: HubConnectionOptions = {}, env: NodeJS.ProcessEnv = process.env) {
    this.endpoint = hubAddress(
      options.endpoint || env.ALPHAEDIT_HUB || env.HF_ENDPOINT || 'https://huggingface.co',
    );
    this.#token = plainToken(options.token || env.HF_TOKEN || undefined);
    const { attempts, retryDelay, stallTimeout, signal } = options;
    this.retries = {
      attempts,
      retryDelay,
      signal,
      giveUp: (cause, tries, what) =>
        cause instanceof UnusableAnswer ? this.#unusable(cause, what) : this.#unreachable(cause, tries),
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
   * @throws {UnusableAnswer} for what none will
   */
  async get(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{ readonly response: Response; readonly first: Headers }> {
    let first: Headers | undefined;
    const response = await httpGet(this.endpoint + path, {
      headers,
      secret: this.#token ? { authorization: `Bearer ${this.#token}` } : {},
      onRedirect: (redirect) => {
        first ??= redirect;
      },
      signal,
    });
    if (!response.ok && response.status !== 416) {
      await response.body?.cancel();
      throw this.#refused(response.status, new URL(response.url));
    }
    return { response, first: first ?? response.headers };
  }

  /** Runs `work` again while it fails with something that may pass. */
  retrying<T>(what: string, work: () => Promise<T>): Promise<T> {
    return retrying(work, { ...this.retries, what });
  }

  /** @param url that was asked last; what stands after its path may be a signature, which is not told */
  #refused(status: number, { host, origin, pathname }: URL): CheckpointError {
    const data = { url: origin + pathname, status };
    if (status === 401 || status === 403) {
      return new CheckpointError({
        code: 'hub-unauthorized',
        message: `${host} refuses ${pathname} (${status})${this.#token ? ' to this token' : ''}.`,
        hint: this.#token
          ? "Check the id, and that the token's owner was given access on the model's page."
          : 'Check the id. For a private or gated model, accept its terms on the hub and set HF_TOKEN.',
        data,
      });
    }
    if (status === 404) {
      return new CheckpointError({
        code: 'hub-not-found',
        message: `${host} has no ${pathname}.`,
        hint: 'Check the id and the revision.',
        data,
      });
    }
    return new CheckpointError({
      code: 'hub-response',
      message: `${host} answers ${status} for ${pathname}.`,
      hint: 'Check the address of the hub.',
      kind: 'work',
      data,
    });
  }

  #unusable(cause: UnusableAnswer, what: string) {
    return new CheckpointError({
      code: 'hub-response',
      message: `${this.endpoint} gives no usable answer (${what}): ${cause.message}.`,
      hint: 'Check the address of the hub.',
      kind: 'work',
      data: { endpoint: this.endpoint },
      cause,
    });
  }

  #unreachable(cause: Error, attempts: number) {
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

/** An address that can be shown and kept: http or https, and nothing secret in it. */
function hubAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && !/[?#]/.test(text);
  if (isPlain && !url.username && !url.password) return text.replace(/\/+$/, '');
  const endpoint = printableAddress(text);
  throw new CheckpointError({
    code: 'hub-unreachable',
    message: `${JSON.stringify(endpoint)} is not the address of a hub.`,
    hint: 'Give an http or https address without user, password or query as `endpoint` or in ALPHAEDIT_HUB; a token goes into HF_TOKEN.',
    data: { endpoint },
  });
}

/** A token as a header can carry it. Others would be told in the error of the request that they break. */
function plainToken(text: string | undefined): string | undefined {
  const token = text?.trim();
  if (!token || /^[\x21-\x7e]+$/.test(token)) return token || undefined;
  throw new CheckpointError({
    code: 'hub-unauthorized',
    message: 'The token holds blanks or characters that no token has.',
    hint: 'Give the text of the token alone as `token` or in HF_TOKEN.',
  });
}
