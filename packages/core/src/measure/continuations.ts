import type { WriteGreedily } from '@alphaedit/eval';
import { generate } from '@alphaedit/model';
import { askedPrompt } from '@alphaedit/spec';

/** Prompts that are continued together. */
const ROWS = 32;

/**
 * The greedy continuation of each prompt: at every place the likeliest token, up to the end-of-text token, the context of
 * the model, or so many tokens. The same prompt is continued once, those of similar length together.
 *
 * @throws {EditError} `context-exceeded`
 */
export const continuations: WriteGreedily = async (model, beginnings, { signal, onProgress } = {}) => {
  const { tokenizer } = model;
  const wanted = new Map<string, number>();
  for (const { prompt, tokens } of beginnings) {
    wanted.set(prompt, Math.max(tokens, wanted.get(prompt) ?? 0));
  }
  const rows = [...wanted].map(([prompt, tokens]) => ({
    prompt,
    tokens,
    ids: tokenizer.encode(askedPrompt(tokenizer, prompt)),
  }));
  rows.sort((a, b) => a.ids.length - b.ids.length);
  const found = new Map<string, readonly number[]>();
  for (let from = 0; from < rows.length; from += ROWS) {
    const batch = rows.slice(from, from + ROWS);
    const maxNewTokens = Math.max(...batch.map(({ tokens }) => tokens));
    const ids = await generate(
      model,
      batch.map((row) => row.ids),
      { maxNewTokens, signal },
    );
    for (const [i, { prompt }] of batch.entries()) found.set(prompt, ids[i]!);
    onProgress?.({ stage: 'ask', done: found.size, total: rows.length, unit: 'prompts' });
  }
  return beginnings.map(({ prompt, tokens }) =>
    tokenizer.decode(found.get(prompt)!.slice(0, tokens), { skipSpecialTokens: true }),
  );
};
