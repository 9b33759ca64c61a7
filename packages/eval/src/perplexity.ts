import type { ModelPort } from '@alphaedit/spec';
import { DatasetError } from '@alphaedit/spec';
import type { AskedRow } from './scoring/answer-row.js';
import { type ScoreOptions, scoreRows } from './scoring/score-rows.js';

/** How well a model predicts texts. */
export interface Perplexity {
  /** exp(nll) */
  readonly perplexity: number;
  /** Mean of −log p over all tokens predicted, in nats. */
  readonly nll: number;
  /** Number of tokens predicted. */
  readonly tokens: number;
}

/**
 * Perplexity of texts: exp(1/N · Σ −log p(tokenᵢ | those before it)), over every token of every text but
 * the text's first (which a begin-of-text token is, where the tokenizer adds one).
 *
 * A text longer than the model's context is read in windows of that length, one after the other; the first
 * tokens of a window see only the window.
 *
 * @throws {DatasetError} `no-text` when no text has two tokens
 * @throws {AbortedError}
 */
export async function perplexity(
  model: ModelPort,
  texts: readonly string[],
  options: ScoreOptions = {},
): Promise<Perplexity> {
  const { contextLength } = model.info;
  const rows = texts.flatMap((text) => windows(model.tokenizer.encode(text), contextLength));
  if (rows.length === 0) {
    throw new DatasetError({
      code: 'no-text',
      message: 'No text has two tokens to measure.',
      hint: 'Give at least one sentence.',
      data: { texts: texts.length },
    });
  }
  const losses = (await scoreRows(model, rows, options)).flatMap(({ nll }) => nll);
  const nll = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return { perplexity: Math.exp(nll), nll, tokens: losses.length };
}

function windows(ids: readonly number[], length: number): AskedRow[] {
  const rows: AskedRow[] = [];
  for (let from = 0; from + 1 < ids.length; from += length) {
    const targets = ids.slice(from + 1, from + length + 1);
    rows.push({ ids: ids.slice(from, from + targets.length), first: 0, targets });
  }
  return rows;
}
