import { lookupIndex } from '@alphaedit/editors';
import { promptPieces, questionOf, type TokenizerPort } from '@alphaedit/spec';
import type { TokenView } from '../protocol.js';

/** The tokens of a fact's sentence and where its subject is looked up. */
export function tokenView(tokenizer: TokenizerPort, prompt: string, subject: string): TokenView {
  const ids = tokenizer.encode(questionOf({ prompt, subject }));
  const tokens = ids.map((id) => tokenizer.decode([id]));
  const known = promptPieces(prompt).length === 2 && subject.trim() !== '';
  return known ? { tokens, lookup: lookupIndex(tokenizer, prompt, subject) } : { tokens };
}
