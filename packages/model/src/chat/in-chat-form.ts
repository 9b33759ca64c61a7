import { type ChatForm, promptPieces, type TokenizerPort } from '@alphaedit/spec';

/**
 * A tokenizer that asks in chat form: prompts are put into it (`askedPrompt`, `continuationIds`), and a text that begins as
 * it does brings its own special tokens, begin-of-text among them, so that none are added. The end of a turn ends a text.
 */
export function inChatForm(tokenizer: TokenizerPort, chatForm: ChatForm): TokenizerPort {
  const [opening] = promptPieces(chatForm.text) as [string];
  const bare = (text: string, options?: { readonly specialTokens?: boolean }) =>
    text.startsWith(opening) ? { specialTokens: false } : options;
  const { vocabularySize, addsBos, bosTokenId, eosTokenId, chatTemplate } = tokenizer;
  const { contentHash, encodeWithOffsets } = tokenizer;
  const ends = [...(tokenizer.endTokenIds ?? [eosTokenId]), turnEndId(tokenizer, chatForm)];
  return {
    vocabularySize,
    addsBos,
    bosTokenId,
    eosTokenId,
    endTokenIds: [...new Set(ends.filter((id) => id !== undefined))],
    chatTemplate,
    chatForm,
    encode: (text, options) => tokenizer.encode(text, bare(text, options)),
    decode: (ids, options) => tokenizer.decode(ids, options),
    ...(encodeWithOffsets && {
      encodeWithOffsets: (text, options) => encodeWithOffsets.call(tokenizer, text, bare(text, options)),
    }),
    ...(contentHash && { contentHash: () => contentHash.call(tokenizer) }),
  };
}

/** The token with which the assistant's turn ends: a special one behind an answer, or all that stands there. */
export function turnEndId(tokenizer: TokenizerPort, { turnEnd }: ChatForm): number | undefined {
  const [id] = turnEnd === '' ? [] : tokenizer.encode(turnEnd, { specialTokens: false });
  if (id === undefined) return undefined;
  const special = tokenizer.decode([id], { skipSpecialTokens: true }) === '';
  return special || tokenizer.decode([id]).trim() === turnEnd.trim() ? id : undefined;
}
