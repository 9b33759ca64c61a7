import { askedPrompt, type TokenizerPort } from '@alphaedit/spec';
import { type AskedRow, officialText, type Question } from './answer-row.js';

/**
 * The rows the published zsRE evaluation asks: for every token tᵢ of " answer", the text prompt +
 * decode(t₁ … tᵢ₋₁) tokenised anew, and the first token of decode(tᵢ) tokenised anew. Where a tokenizer reads
 * these as it wrote them, they are the rows of `answerRow` with `official`.
 */
export function retokenisedRows(tokenizer: TokenizerPort, { prompt, answer }: Question): AskedRow[] {
  const tokens = tokenizer.encode(officialText(answer), { specialTokens: false });
  const asked = askedPrompt(tokenizer, prompt);
  return tokens.map((token, i) => {
    const ids = tokenizer.encode(asked + tokenizer.decode(tokens.slice(0, i)));
    const target = tokenizer.encode(tokenizer.decode([token]), { specialTokens: false })[0] ?? token;
    return { ids, first: ids.length - 1, targets: [target] };
  });
}
