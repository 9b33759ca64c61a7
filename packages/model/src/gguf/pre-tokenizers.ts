const LLAMA3_NUMBERS = (numbers: string) =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const byteLevel = (use_regex: boolean) => ({ type: 'ByteLevel', add_prefix_space: false, use_regex });
const isolated = (Regex: string) => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
});
const digits = { type: 'Digits', individual_digits: true };

/**
 * How `tokenizer.ggml.pre` calls a pre-tokenizer of a `tokenizer.json`: llama.cpp knows them by name and has the splitting in
 * its code.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp
 */
const PRE_TOKENIZERS: readonly { readonly name: string; readonly steps: readonly object[] }[] = [
  { name: 'gpt-2', steps: [byteLevel(true)] },
  { name: 'llama-bpe', steps: [isolated(LLAMA3_NUMBERS('\\p{N}{1,3}')), byteLevel(false)] },
  { name: 'qwen2', steps: [isolated(LLAMA3_NUMBERS('\\p{N}')), byteLevel(false)] },
  { name: 'smollm', steps: [digits, byteLevel(true)] },
];

/** The name llama.cpp has for a pre-tokenizer; nothing where it has none that is known here. */
export function preTokenizerName(component: unknown): string | undefined {
  const steps = stepsOf(component).map(essential);
  const text = JSON.stringify(steps);
  return PRE_TOKENIZERS.find((one) => JSON.stringify(one.steps.map(essential)) === text)?.name;
}

/** A pre-tokenizer as its steps. */
function stepsOf(component: unknown): readonly object[] {
  const { type, pretokenizers } = Object(component) as { type?: unknown; pretokenizers?: unknown };
  if (type === 'Sequence' && Array.isArray(pretokenizers)) return pretokenizers.flatMap(stepsOf);
  return type === undefined ? [] : [component as object];
}

/** What a step does, without fields that change no split and with its defaults. */
function essential(step: object): unknown[] {
  const { type, pattern, behavior, invert, add_prefix_space, use_regex, individual_digits } = step as Record<
    string,
    unknown
  >;
  switch (type) {
    case 'ByteLevel':
      return [type, add_prefix_space ?? true, use_regex ?? true];
    case 'Split':
      return [type, pattern, behavior, invert ?? false];
    case 'Digits':
      return [type, individual_digits ?? false];
    default:
      return [step];
  }
}
