const LLAMA3_NUMBERS = (numbers: string) =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const byteLevel = (use_regex: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex,
});
const isolated = (Regex: string) => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
});
const digits = { type: 'Digits', individual_digits: true };

/** A way to split texts, as llama.cpp has it. */
interface PreTokenizer {
  readonly name: string;
  /** Other names for the same splits, in files that are published. */
  readonly aliases?: readonly string[];
  readonly steps: readonly object[];
  /** A word that is a token is taken whole, whatever the merges. */
  readonly ignoresMerges?: boolean;
  /** A begin-of-text token is put first where the file does not say. */
  readonly addsBos?: boolean;
}

/**
 * How `tokenizer.ggml.pre` calls a pre-tokenizer of a `tokenizer.json`: llama.cpp knows them by name and has the splitting in
 * its code.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp
 */
const PRE_TOKENIZERS: readonly PreTokenizer[] = [
  { name: 'gpt-2', aliases: ['olmo', 'mpt', 'phi-2'], steps: [byteLevel(true)] },
  {
    name: 'llama-bpe',
    aliases: ['llama3', 'llama-v3'],
    steps: [isolated(LLAMA3_NUMBERS('\\p{N}{1,3}')), byteLevel(false)],
    ignoresMerges: true,
    addsBos: true,
  },
  {
    name: 'qwen2',
    aliases: ['deepseek-r1-qwen'],
    steps: [isolated(LLAMA3_NUMBERS('\\p{N}')), byteLevel(false)],
  },
  { name: 'smollm', steps: [digits, byteLevel(true)] },
];

/** The pre-tokenizer of that name, as a `tokenizer.json` has it; nothing for one that is not known. */
export function preTokenizerOf(name: unknown) {
  const found = PRE_TOKENIZERS.find(
    (one) => one.name === name || one.aliases?.some((alias) => alias === name),
  );
  if (!found) return undefined;
  const { steps, ignoresMerges = false, addsBos = false } = found;
  const component = steps.length === 1 ? steps[0]! : { type: 'Sequence', pretokenizers: steps };
  return { component, ignoresMerges, addsBos };
}

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
