import { promptPieces } from './facts/prompt-pieces.js';
import type { TokenizerPort } from './tokenizer.js';

/**
 * A prompt as the text that a model is given: within the turns of a conversation where its tokenizer asks in chat form,
 * else as it is.
 *
 * @example askedPrompt(tokenizer, 'Where is Rome?') // '<|im_start|>user\nWhere is Rome?<|im_end|>\n<|im_start|>assistant\n'
 */
export function askedPrompt({ chatForm }: Pick<TokenizerPort, 'chatForm'>, prompt: string): string {
  if (!chatForm) return prompt;
  return promptPieces(chatForm.text).join(chatForm.trimmed ? prompt.trim() : prompt);
}
