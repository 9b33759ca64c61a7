import type { ModelPort } from '@alphaedit/spec';

/** What an editor did to the model it was given. */
export interface ModelWatch {
  readonly model: ModelPort;
  /** Calls that run or read the model. */
  calls: number;
  /** Methods called that only `applyDelta`, `undoDelta` or the owner of a model may call. */
  readonly forbidden: string[];
}

const COUNTED = new Set([
  'embed',
  'forward',
  'forwardWithCache',
  'layout',
  'logits',
  'readWeight',
  'withDelta',
]);
const FORBIDDEN = new Set(['writeWeight', 'dispose']);

/**
 * The model with its calls counted. `failAt` makes that call (1 for the first) throw `failure`; forbidden
 * calls are noted, and carried out, so that what they leave behind is seen too.
 */
export function watchedModel(
  model: ModelPort,
  { failAt, failure }: { readonly failAt?: number; readonly failure?: Error } = {},
): ModelWatch {
  const watch = {
    calls: 0,
    forbidden: [] as string[],
    model: new Proxy(model, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        const method = value.bind(target) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          if (COUNTED.has(name) && ++watch.calls === failAt) throw failure;
          if (FORBIDDEN.has(name)) watch.forbidden.push(name);
          return name === 'dispose' ? undefined : method(...args);
        };
      },
    }),
  };
  return watch;
}
