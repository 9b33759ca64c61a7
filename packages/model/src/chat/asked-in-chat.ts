import { type ChatForm, TokenizerError, type TokenizerPort } from '@alphaedit/spec';
import { type ChatFormOptions, chatForm } from './chat-form.js';
import { inChatForm, turnEndId } from './in-chat-form.js';

/**
 * In which form a model is asked: in chat form (with a system prompt, where one is given), as it is, or `auto`: in chat form
 * where it was tuned for it (`isTunedForChat`).
 */
export type ChatChoice = boolean | ChatFormOptions | 'auto';

/**
 * Whether a model was tuned to chat: its template ends the assistant's turn with a token at which the model ends its
 * texts. Base models come with a template, too, but end at another token.
 A template that fails is as none.
 */
export function isTunedForChat(tokenizer: TokenizerPort): boolean {
  const form = formOf(tokenizer);
  const end = form && turnEndId(tokenizer, form);
  return end !== undefined && (tokenizer.endTokenIds ?? [tokenizer.eosTokenId]).includes(end);
}

/**
 * The tokenizer in the form in which its model is asked.
 *
 * @throws {TokenizerError} `no-chat-template`, `chat-template-failed`
 */
export function askedInChat(tokenizer: TokenizerPort, choice: ChatChoice = 'auto'): TokenizerPort {
  const chat = choice === 'auto' ? isTunedForChat(tokenizer) : choice;
  if (chat === false) return tokenizer;
  return inChatForm(tokenizer, chatForm(tokenizer, chat === true ? {} : chat));
}

function formOf(tokenizer: TokenizerPort): ChatForm | undefined {
  try {
    return chatForm(tokenizer);
  } catch (error) {
    if (TokenizerError.isInstance(error)) return undefined;
    throw error;
  }
}
