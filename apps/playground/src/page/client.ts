import type { Progress } from '@alphaedit/spec';
import type { ErrorWords, FromWorker, MethodName, Methods, ToWorker } from '../protocol.js';

/** An error of the worker, in words. */
export class WordedError extends Error {
  constructor(readonly words: ErrorWords) {
    super(words.message);
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: WordedError): void;
  readonly onProgress?: (progress: Progress) => void;
}

/** The page's side of the worker that holds the model: calls with progress and cancel. */
export class Client {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  constructor() {
    this.#worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message || 'The part of this page that runs the model could not be loaded.');
    };
  }

  call<M extends MethodName>(
    method: M,
    request: Parameters<Methods[M]>[0],
    { signal, onProgress }: CallOptions = {},
  ): Promise<ReturnType<Methods[M]>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject, onProgress });
      signal?.addEventListener('abort', () => this.#send({ cancel: id }), { once: true });
      this.#send({ id, method, request });
    });
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if ('progress' in message) {
      pending.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    if ('error' in message) pending.reject(new WordedError(message.error));
    else pending.resolve(message.result);
  }

  /** The worker itself broke: nothing it was asked will be answered. */
  #fail(message: string): void {
    const words: ErrorWords = { code: 'worker-failed', message, hint: 'Reload the page.' };
    for (const { reject } of this.#pending.values()) reject(new WordedError(words));
    this.#pending.clear();
  }
}
