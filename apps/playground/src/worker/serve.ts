import { errorWords } from '../error-words.js';
import type { FromWorker, MethodName, Methods, ToWorker } from '../protocol.js';
import type { FollowedWork } from './followed-work.js';

export type Handlers = {
  readonly [M in MethodName]: (
    request: Parameters<Methods[M]>[0],
    work: FollowedWork,
  ) => Promise<ReturnType<Methods[M]>>;
};

/** The worker's side of a page, as far as it is used: `DedicatedWorkerGlobalScope`. */
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

/** Answers the page's calls: each with its own progress and its own cancel. */
export function serve(scope: Scope, handlers: Handlers): void {
  const running = new Map<number, AbortController>();
  scope.onmessage = async ({ data }) => {
    if ('cancel' in data) {
      running.get(data.cancel)?.abort();
      return;
    }
    const { id, method, request } = data;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[method] as (request: unknown, work: FollowedWork) => Promise<unknown>;
      const result = await handler(request, {
        signal: controller.signal,
        onProgress: (progress) => scope.postMessage({ id, progress }),
      });
      scope.postMessage({ id, result });
    } catch (error) {
      scope.postMessage({ id, error: errorWords(error) });
    } finally {
      running.delete(id);
    }
  };
}
