import type { GgufReader } from '@alphaedit/gguf';
import { CheckpointError } from '@alphaedit/spec';

type Config = Readonly<Record<string, unknown>>;

/** Fields of a GGUF file's metadata under the keys of its architecture. */
interface Fields {
  /** @throws {CheckpointError} `gguf-unsupported` where it is missing */
  number(key: string): number;
  optional(key: string): number | undefined;
  has(tensor: string): boolean;
  readonly raw: (key: string) => unknown;
}

const llamaLike =
  (modelType: string) =>
  ({ number, optional, has }: Fields): Config => {
    const heads = number('attention.head_count');
    const bias = modelType === 'llama' && { attention_bias: has('blk.0.attn_q.bias') };
    return {
      model_type: modelType,
      hidden_size: number('embedding_length'),
      intermediate_size: number('feed_forward_length'),
      num_hidden_layers: number('block_count'),
      num_attention_heads: heads,
      num_key_value_heads: optional('attention.head_count_kv') ?? heads,
      head_dim: optional('attention.key_length') ?? number('embedding_length') / heads,
      max_position_embeddings: number('context_length'),
      rms_norm_eps: number('attention.layer_norm_rms_epsilon'),
      tie_word_embeddings: !has('output.weight'),
      ...bias,
      ...(modelType === 'llama' && { mlp_bias: has('blk.0.ffn_down.bias') }),
    };
  };

/** What `config.json` would say, by `general.architecture`. */
const CONFIGS: Readonly<Record<string, (fields: Fields) => Config>> = {
  gpt2: ({ number, has }) => ({
    model_type: 'gpt2',
    n_embd: number('embedding_length'),
    n_inner: number('feed_forward_length'),
    n_layer: number('block_count'),
    n_head: number('attention.head_count'),
    n_positions: number('context_length'),
    layer_norm_epsilon: number('attention.layer_norm_epsilon'),
    tie_word_embeddings: !has('output.weight'),
  }),
  gptneox: ({ number, raw }) => ({
    model_type: 'gpt_neox',
    hidden_size: number('embedding_length'),
    intermediate_size: number('feed_forward_length'),
    num_hidden_layers: number('block_count'),
    num_attention_heads: number('attention.head_count'),
    max_position_embeddings: number('context_length'),
    layer_norm_eps: number('attention.layer_norm_epsilon'),
    use_parallel_residual: raw('use_parallel_residual') !== false,
    rotary_pct:
      number('rope.dimension_count') / (number('embedding_length') / number('attention.head_count')),
    tie_word_embeddings: false,
  }),
  // Mistral too: llama.cpp makes no difference between them.
  llama: llamaLike('llama'),
  qwen2: llamaLike('qwen2'),
  qwen3: llamaLike('qwen3'),
};

/**
 * The `config.json` of a model in a GGUF file.
 *
 * @throws {CheckpointError} `gguf-unsupported` for a family or a setting that is not computed here
 */
export async function ggufConfig(file: GgufReader): Promise<Config> {
  const { metadata, tensors, name } = file;
  const unsupported = (what: string) =>
    new CheckpointError({
      code: 'gguf-unsupported',
      message: `${name}: ${what}.`,
      hint: `Take the model's checkpoint in Hugging Face form. Families read from GGUF files: ${Object.keys(CONFIGS).join(', ')}.`,
      data: { file: name },
    });
  const architecture = String(metadata.get('general.architecture')?.value);
  const make = Object.hasOwn(CONFIGS, architecture) ? CONFIGS[architecture] : undefined;
  if (!make) throw unsupported(`the family ${JSON.stringify(architecture)} is not read from GGUF files`);
  const raw = (key: string) => metadata.get(`${architecture}.${key}`)?.value;
  const optional = (key: string): number | undefined => {
    const value = raw(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw unsupported(`"${architecture}.${key}" is no single number`);
    // A float32 as it was written: 1e-5, and not 0.000009999999747.
    return Number.isInteger(Number(value)) ? Number(value) : Number(Number(value).toPrecision(7));
  };
  const number = (key: string): number => {
    const value = optional(key);
    if (value === undefined) throw unsupported(`"${architecture}.${key}" is missing`);
    return value;
  };
  const has = (tensor: string) => tensors.has(tensor);
  const vocabularySize = file.tensor('token_embd.weight').shape[0];
  // Before anything is listed block by block: a number out of thin air must not take the memory.
  file.tensor(`blk.${number('block_count') - 1}.ffn_down.weight`);
  const config = { ...make({ number, optional, has, raw }), vocab_size: vocabularySize };
  if (architecture === 'gpt2') return config;
  const theta = { rope_theta: optional('rope.freq_base') ?? 10_000 };
  const scaling = raw('rope.scaling.type');
  if (has('rope_freqs.weight')) {
    const factors = [...(await file.readFloat32('rope_freqs.weight'))];
    return { ...config, ...theta, rope_scaling: { rope_type: 'factors', factors } };
  }
  if (scaling === undefined || scaling === 'none') return { ...config, ...theta };
  if (scaling !== 'linear') throw unsupported(`rotary positions are scaled by ${JSON.stringify(scaling)}`);
  const factor = number('rope.scaling.factor');
  return { ...config, ...theta, rope_scaling: { rope_type: 'linear', factor } };
}
