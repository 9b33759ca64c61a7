import type { TokenizerPort } from '@alphaedit/spec';
import { type ChatFormOptions, chatForm } from './chat-form.js';
import { inChatForm, turnEndId } from './in-chat-form.js';

/** In which form a model is asked: in its chat form or as it is; its own choice where left out. */
export type ChatChoice = boolean | ChatFormOptions;

/**
 * Whether a model was tuned to chat: its template ends the assistant's turn with a token at which the model ends its
 * texts. Base models come with a template, too, but end at another token.
 *
 * @throws {TokenizerError} `chat-template-failed`
 */
export function isTunedForChat(tokenizer: TokenizerPort): boolean {
  if (!tokenizer.chatTemplate) return false;
  const end = turnEndId(tokenizer, chatForm(tokenizer));
  return end !== undefined && (tokenizer.endTokenIds ?? [tokenizer.eosTokenId]).includes(end);
}

/**
 * The tokenizer in the form in which its model is asked.
 *
 * @param choice chat form (with a system prompt, where one is given), plain, or by default chat form where `isTunedForChat`
 * @throws {TokenizerError} `no-chat-template`, `chat-template-failed`
 */
export function askedInChat(tokenizer: TokenizerPort, choice?: ChatChoice): TokenizerPort {
  const chat = choice ?? isTunedForChat(tokenizer);
  if (chat === false) return tokenizer;
  return inChatForm(tokenizer, chatForm(tokenizer, chat === true ? {} : chat));
}
