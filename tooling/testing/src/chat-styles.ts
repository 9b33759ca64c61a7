/** A way of writing conversations, as a family of chat models has it. */
export interface ChatStyle {
  /** Jinja. */
  readonly template: string;
  /** Tokens it writes that no text has. */
  readonly specialTokens: readonly string[];
  readonly bosToken?: string;
  /** Ends the assistant's turn. */
  readonly eosToken: string;
}

const lines = (...parts: readonly string[]) => parts.join('\n');

/** Chat templates in the style of four families, written for tests; line breaks between blocks are no part of the text. */
export const CHAT_STYLES = {
  chatml: {
    template: lines(
      '{% for message in messages %}',
      "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}",
      '{% endfor %}',
      '{% if add_generation_prompt %}',
      "{{ '<|im_start|>assistant\\n' }}",
      '{% endif %}',
    ).replaceAll('\n{', '{'),
    specialTokens: ['<|im_start|>', '<|im_end|>'],
    eosToken: '<|im_end|>',
  },
  llama3: {
    template: lines(
      '{{- bos_token }}',
      '{%- if not date_string is defined %}',
      '    {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}{%- endif %}',
      '{%- endif %}',
      "{%- if messages[0]['role'] == 'system' %}",
      "    {{- '<|start_header_id|>system<|end_header_id|>\\n\\nToday Date: ' + date_string + '\\n\\n' }}",
      "    {{- messages[0]['content'] | trim + '<|eot_id|>' }}",
      '    {%- set messages = messages[1:] %}',
      '{%- endif %}',
      '{%- for message in messages %}',
      "    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}",
      "    {{- message['content'] | trim + '<|eot_id|>' }}",
      '{%- endfor %}',
      '{%- if add_generation_prompt %}',
      "    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}",
      '{%- endif %}',
    ),
    specialTokens: ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    bosToken: '<|begin_of_text|>',
    eosToken: '<|eot_id|>',
  },
  qwen3: {
    template: lines(
      '{%- for message in messages %}',
      "    {{- '<|im_start|>' + message.role + '\\n' }}",
      "    {%- if message.role == 'assistant' and loop.last %}",
      "        {{- '<think>\\n\\n</think>\\n\\n' }}",
      '    {%- endif %}',
      "    {{- message.content + '<|im_end|>\\n' }}",
      '{%- endfor %}',
      '{%- if add_generation_prompt %}',
      "    {{- '<|im_start|>assistant\\n' }}",
      '    {%- if enable_thinking is defined and enable_thinking is false %}',
      "        {{- '<think>\\n\\n</think>\\n\\n' }}",
      '    {%- endif %}',
      '{%- endif %}',
    ),
    specialTokens: ['<|im_start|>', '<|im_end|>', '<think>', '</think>'],
    eosToken: '<|im_end|>',
  },
  mistral: {
    template: lines(
      '{{ bos_token }}',
      '{% for message in messages %}',
      "{% if message['role'] == 'user' %}",
      "{{ '[INST] ' + message['content'] + ' [/INST]' }}",
      "{% elif message['role'] == 'assistant' %}",
      "{{ ' ' + message['content'] + eos_token }}",
      '{% else %}',
      "{{ raise_exception('Only user and assistant roles are supported!') }}",
      '{% endif %}',
      '{% endfor %}',
    ).replaceAll('\n{', '{'),
    specialTokens: ['<s>', '</s>', '[INST]', '[/INST]'],
    bosToken: '<s>',
    eosToken: '</s>',
  },
} as const satisfies Readonly<Record<string, ChatStyle>>;

export type ChatStyleName = keyof typeof CHAT_STYLES;
