import { perplexity } from '@alphaedit/eval';
import { generate } from '@alphaedit/model';
import type { ModelPort, Work } from '@alphaedit/spec';

const BEGINNINGS = ['The', 'Therefore', 'Because', 'I', 'You'];
/** Tokens that each of them is continued by. */
const TOKENS = 32;
/** Sampled among so many: text that is typical of the model, not only its likeliest. */
const TOP_K = 50;

/** Text that a model wrote, and how well it predicted it then. */
export interface OwnText {
  readonly texts: readonly string[];
  /** Mean of −log p over its tokens, in nats. */
  readonly nll: number;
}

/**
 * Five short texts of the model's own. How well it goes on predicting them tells whether edits leave it the model it
 * was, without any text from outside. On the model that ships, 1000 facts edited by MEMIT 50 at a time, it shows a
 * collapse a batch before the perplexity of ordinary text moves.
 */
export async function writeOwnText(
  model: ModelPort,
  { seed = 0, ...work }: { readonly seed?: number } & Work = {},
): Promise<OwnText> {
  const { tokenizer } = model;
  const prompts = BEGINNINGS.map((text) => tokenizer.encode(text));
  const samples = await generate(model, prompts, { ...work, maxNewTokens: TOKENS, topK: TOP_K, seed });
  const texts = samples.map((ids, i) =>
    tokenizer.decode([...prompts[i]!, ...ids], { skipSpecialTokens: true }),
  );
  return { texts, nll: (await perplexity(model, texts, work)).nll };
}

/**
 * Perplexity of a model's own text now, as a multiple of what it was when the model wrote it: 1 for the same model, ∞
 * where it is no number any more.
 */
export async function ownPerplexityRatio(
  model: ModelPort,
  { texts, nll }: OwnText,
  work?: Work,
): Promise<number> {
  const now = await perplexity(model, texts, work);
  const ratio = Math.exp(now.nll - nll);
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}
