import type { Fact } from './fact.js';
import { promptPieces } from './facts/prompt-pieces.js';
import type { TokenizerPort } from './tokenizer.js';

type Asking = Pick<TokenizerPort, 'chatForm'>;

/**
 * A prompt as the text that a model is given: within the turns of a conversation where its tokenizer asks in chat form,
 * else as it is.
 *
 * @example askedPrompt(tokenizer, 'Where is Rome?') // '<|im_start|>user\nWhere is Rome?<|im_end|>\n<|im_start|>assistant\n'
 */
export function askedPrompt({ chatForm }: Asking, prompt: string): string {
  if (!chatForm) return prompt;
  return promptPieces(chatForm.text).join(chatForm.trimmed ? prompt.trim() : prompt);
}

/**
 * What stands before a subject and behind it in the text that a model is given, for a prompt that is cut there.
 *
 * @example const [before, after] = askedAround(tokenizer, promptPieces('Where is {}?'))
 */
export function askedAround(
  { chatForm }: Asking,
  [before, after]: readonly [before: string, after: string],
): [before: string, after: string] {
  if (!chatForm) return [before, after];
  const [opening, closing] = promptPieces(chatForm.text) as [string, string];
  const { trimmed } = chatForm;
  return [opening + (trimmed ? before.trimStart() : before), (trimmed ? after.trimEnd() : after) + closing];
}

/** A fact as a model is asked it: in chat form by its `question`, where it has one, in place of its `prompt`. */
export function askedFact({ chatForm }: Asking, { question, ...fact }: Fact): Fact {
  return chatForm && question !== undefined ? { ...fact, prompt: question } : fact;
}
