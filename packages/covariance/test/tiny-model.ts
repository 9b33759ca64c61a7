import * as kit from '@alphaedit/conformance';
import type { ModelPort } from '@alphaedit/spec';

/** Width of the tiny model's keys. */
export const KEY_SIZE = 24;

/** Three blocks, context 64, one token per byte. */
export const tinyModel = ({ digest = 'tiny' } = {}): Promise<ModelPort> =>
  kit.tinyModel({ blocks: 3, keySize: KEY_SIZE, digest });

/** Documents of many lengths, some of them past the context of 64 tokens, one empty. */
export function tinyDocuments(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 5) return '';
    return 'The quick brown fox jumps over a lazy dog, and then some. '
      .repeat(2)
      .slice(i % 7, 3 + ((i * 37) % 80) + (i % 7));
  });
}

/** The same model with another `forward`. */
export function withForward(model: ModelPort, forward: ModelPort['forward']): ModelPort {
  return new Proxy(model, {
    get(target, name) {
      if (name === 'forward') return forward;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
