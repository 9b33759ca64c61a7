import {
  type ChatForm,
  type ChatMessage,
  type ChatTemplate,
  promptOf,
  TokenizerError,
  type TokenizerPort,
} from '@alphaedit/spec';
import { templateFailed } from './template-source.js';

/** What the model is told before a question. */
export interface ChatFormOptions {
  readonly system?: string;
}

/** Stand in for a question and an answer; no template writes such texts itself. */
const QUESTION = 'alphaedit asks this';
const ANSWER = 'alphaedit answers that';
/** Templates that write a date are told this one, that of Llama 3.1's own: the form must be the same on every day. */
const DATE = new Date(2024, 6, 26);
/** A block for thinking aloud that the template leaves open. */
const OPEN_THINKING = /<think>\s*$/;

/**
 * The form in which a model is asked in chat, found by rendering its template around a question: what stands before and
 * after it. A block for thinking aloud is closed at once, so that the answer comes next.
 *
 * @throws {TokenizerError} `no-chat-template`; `chat-template-failed` for a template that fails, refuses the system prompt,
 * or does not write a question as it is
 */
export function chatForm(
  { chatTemplate }: Pick<TokenizerPort, 'chatTemplate'>,
  { system }: ChatFormOptions = {},
): ChatForm {
  if (!chatTemplate) throw noTemplate();
  const before: ChatMessage[] = system === undefined ? [] : [{ role: 'system', content: system }];
  const around = (content: string) =>
    chatTemplate.render([...before, { role: 'user', content }], { date: DATE }).split(QUESTION);
  const pieces = around(QUESTION);
  if (pieces.length !== 2) {
    throw templateFailed('The tokenizer', 'it does not write the question once, as it is');
  }
  const [opening, closing] = pieces as [string, string];
  const spaced = around(` ${QUESTION} `);
  return {
    text: promptOf([opening, OPEN_THINKING.test(closing) ? `${closing.trimEnd()}\n\n</think>\n\n` : closing]),
    ...(system !== undefined && { system }),
    trimmed: spaced[0] === opening && spaced[1] === closing,
    ...answered(chatTemplate, before),
  };
}

/** How an answer stands in a conversation: what is before it and behind. */
function answered(template: ChatTemplate, before: readonly ChatMessage[]) {
  const turns: ChatMessage[] = [
    ...before,
    { role: 'user', content: QUESTION },
    { role: 'assistant', content: ANSWER },
  ];
  const text = template.render(turns, { addGenerationPrompt: false, date: DATE });
  const at = text.indexOf(ANSWER);
  // A template that does not write answers says nothing of what is around them.
  if (at < 0) return { joined: false, turnEnd: '' };
  return { joined: !/\s$/.test(text.slice(0, at)), turnEnd: text.slice(at + ANSWER.length) };
}

const noTemplate = () =>
  new TokenizerError({
    code: 'no-chat-template',
    message: 'The tokenizer of this model has no chat template.',
    hint: 'Ask in plain form (`chat: false`), or put the template of the model into its tokenizer_config.json.',
  });
