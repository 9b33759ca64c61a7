import type { WriteTexts } from '@alphaedit/eval';
import { generate } from '@alphaedit/model';
import { askedPrompt, throwIfAborted } from '@alphaedit/spec';

/** Tokens of a text, prompt included, as in the published evaluation. */
const LENGTH = 100;
const ROWS_AT_ONCE = 32;

/**
 * Texts of up to 100 tokens, prompt included, sampled among the five likeliest next tokens. Prompts of similar
 * length run together; the same prompts and seed give the same texts on one engine.
 */
export function textWriter({ seed }: { readonly seed: number }): WriteTexts {
  return async (model, prompts, { signal, onProgress }) => {
    const { tokenizer } = model;
    const rows = prompts.map((prompt) => tokenizer.encode(askedPrompt(tokenizer, prompt)));
    const order = rows.map((_, i) => i).sort((a, b) => rows[a]!.length - rows[b]!.length || a - b);
    const texts = new Array<string>(prompts.length);
    for (let from = 0; from < order.length; from += ROWS_AT_ONCE) {
      throwIfAborted(signal, 'writing texts');
      const chosen = order.slice(from, from + ROWS_AT_ONCE);
      const batch = chosen.map((i) => rows[i]!);
      const maxNewTokens = Math.max(0, LENGTH - batch[0]!.length);
      const written = await generate(model, batch, { maxNewTokens, topK: 5, seed: seed + from, signal });
      for (const [r, i] of chosen.entries()) {
        const ids = [...batch[r]!, ...written[r]!].slice(0, Math.max(LENGTH, batch[r]!.length));
        texts[i] = tokenizer.decode(ids, { skipSpecialTokens: true });
      }
      onProgress?.({ stage: 'write texts', done: from + chosen.length, total: order.length, unit: 'texts' });
    }
    return texts;
  };
}
