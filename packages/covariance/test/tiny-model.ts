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
export const withForward = (model: ModelPort, forward: ModelPort['forward']): ModelPort =>
  withPart(model, 'forward', forward);

/** The same model with a tokenizer that says it is another one, but makes the same tokens. */
export const withTokenizer = (model: ModelPort, hash: string): ModelPort =>
  withPart(
    model,
    'tokenizer',
    withPart(model.tokenizer, 'contentHash', async () => hash),
  );

function withPart<T extends object, Name extends keyof T>(whole: T, part: Name, value: T[Name]): T {
  return new Proxy(whole, {
    get(target, name) {
      if (name === part) return value;
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
