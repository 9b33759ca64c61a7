import type { ChatTemplate } from '@alphaedit/spec';
import { Template } from '@huggingface/jinja';
import { strftime } from './strftime.js';
import { templateFailed } from './template-source.js';

/** Special tokens a template may write, by their names in `tokenizer_config.json`. */
const SPECIALS = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];
/** The date is written here, in English: Jinja for JavaScript writes it in the machine's language. */
const DATED = '{% set strftime_now = alphaedit_date %}\n';

/**
 * A chat template as `transformers` renders it: blocks are trimmed, and it is told the special tokens of the config. What
 * lets a model think aloud first is switched off (`enable_thinking`).
 *
 * @param source Jinja
 * @param config of the tokenizer, where the special tokens are named
 * @param file what messages call the place it is from
 * @see https://huggingface.co/docs/transformers/chat_templating
 */
export function createChatTemplate(
  source: string,
  config: Readonly<Record<string, unknown>>,
  file: string,
): ChatTemplate {
  const specials = Object.fromEntries(
    SPECIALS.flatMap((name) => {
      const token = config[name];
      const text = typeof token === 'string' ? token : (token as { content?: unknown } | null)?.content;
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );
  let parsed: Template | undefined;
  return {
    source,
    render(messages, { addGenerationPrompt = true, date = new Date() } = {}) {
      try {
        parsed ??= new Template(DATED + source);
        return parsed.render({
          ...specials,
          messages,
          add_generation_prompt: addGenerationPrompt,
          enable_thinking: false,
          thinking: false,
          tools: null,
          documents: null,
          alphaedit_date: (format: string) => strftime(date, format),
        });
      } catch (cause) {
        throw templateFailed(file, (cause as Error).message, cause);
      }
    },
  };
}
