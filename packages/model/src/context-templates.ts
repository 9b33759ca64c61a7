import type { ModelPort } from '@alphaedit/spec';
import { generate } from './generate.js';

const PREFIXES = ['The', 'Therefore', 'Because', 'I', 'You'];
/** Tokens of a template's text, the prefix included. */
const LENGTH = 10;

/**
 * The contexts a fact's prompt is put in while it is edited: `{}` itself and five short texts of the model's
 * own (top-k 5), each followed by `. {}`. Sampled once per run; record them, since every key depends on them.
 *
 * @see [Mathematics, where](/guide/mathematics#where)
 */
export async function contextTemplates(
  model: ModelPort,
  options: { readonly seed: number },
): Promise<string[]> {
  const { tokenizer } = model;
  const prompts = PREFIXES.map((prefix) => tokenizer.encode(prefix));
  const bos = tokenizer.addsBos ? 1 : 0;
  const longest = Math.max(...prompts.map((ids) => ids.length - bos));
  const samples = await generate(model, prompts, {
    maxNewTokens: LENGTH - Math.min(longest, LENGTH - 1),
    topK: 5,
    seed: options.seed,
  });
  const texts = samples.map((ids, i) =>
    tokenizer
      .decode([...prompts[i]!, ...ids], { skipSpecialTokens: true })
      .replaceAll(/[{}]/g, ' ')
      .trimEnd(),
  );
  return ['{}', ...texts.map((text) => `${text}. {}`)];
}
