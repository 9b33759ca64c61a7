import type { ModelPort, TokenizerPort } from '@alphaedit/spec';

/**
 * The same model, read through another tokenizer: with `askedInChat` one set of weights is asked in both forms. What is
 * done to either is done to both.
 *
 * @example const chatting = withTokenizer(model, askedInChat(model.tokenizer, true))
 */
export function withTokenizer(model: ModelPort, tokenizer: TokenizerPort): ModelPort {
  return new Proxy(model, {
    get(target, name) {
      if (name === 'tokenizer') return tokenizer;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
