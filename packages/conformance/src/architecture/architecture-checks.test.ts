import { startEngine } from '@alphaedit/engine/node';
import { architectures } from '@alphaedit/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { architectureBench } from './architecture-bench.js';
import { architectureChecks } from './architecture-checks.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

const gpt = { vocab_size: 256, n_embd: 16, n_head: 4, n_layer: 3, n_positions: 32 };
const llama = {
  vocab_size: 256,
  hidden_size: 16,
  intermediate_size: 24,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 3,
  max_position_embeddings: 32,
};
const scaled = {
  rope_type: 'llama3',
  rope_theta: 500,
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 16,
};
const many = { ...llama, num_key_value_heads: undefined };

describe.each<[string, Record<string, unknown>]>([
  ['GPT-2', { model_type: 'gpt2', ...gpt }],
  [
    'GPT-2, scaled by depth',
    { model_type: 'gpt2', ...gpt, scale_attn_by_inverse_layer_idx: true, n_inner: 20 },
  ],
  ['GPT-J', { model_type: 'gptj', ...gpt, rotary_dim: 2 }],
  ['Llama', { model_type: 'llama', ...llama }],
  ['Llama with biases', { model_type: 'llama', ...llama, attention_bias: true, mlp_bias: true }],
  [
    'Llama 3 scaling, tied',
    { model_type: 'llama', ...llama, rope_parameters: scaled, tie_word_embeddings: true },
  ],
  ['Llama, linear scaling', { model_type: 'llama', ...llama, rope_scaling: { type: 'linear', factor: 2 } }],
  ['Mistral', { model_type: 'mistral', ...llama, sliding_window: 4 }],
  [
    'Qwen2, some windows',
    { model_type: 'qwen2', ...llama, use_sliding_window: true, sliding_window: 3, max_window_layers: 1 },
  ],
  ['Qwen3', { model_type: 'qwen3', ...llama, head_dim: 6 }],
  ['NeoX', { model_type: 'gpt_neox', ...many, rotary_pct: 0.5, hidden_act: 'gelu' }],
  ['NeoX, sequential', { model_type: 'gpt_neox', ...many, rotary_pct: 1, use_parallel_residual: false }],
])('%s', (_, config) => {
  const architecture = architectures.find(({ modelTypes }) =>
    modelTypes.includes(String(config.model_type)),
  )!;
  const suite = architectureChecks(architecture, { config: JSON.parse(JSON.stringify(config)) });
  afterAll(() => suite.dispose());
  for (const { title, run } of suite.checks) it(title, run);
});

describe('the suite finds', () => {
  const [gpt2] = architectures;
  const config = { model_type: 'gpt2', ...gpt };
  const failing = async (change: object) => {
    const suite = architectureChecks(
      { ...gpt2!, modelTypes: ['mine'], shape: (...args) => ({ ...gpt2!.shape(...args), ...change }) },
      { config: { ...config, model_type: 'mine' } },
    );
    const failed: string[] = [];
    for (const { id, run } of suite.checks) await run().catch(() => failed.push(id));
    suite.dispose();
    return failed;
  };

  it('nothing in what is right', async () => {
    expect(await failing({})).toEqual([]);
  });

  it('a window that changes from call to call', async () => {
    let calls = 0;
    expect(await failing({ attentionWindow: () => (calls++ % 2 ? 2 : undefined) })).toContain('reference');
  });

  it('logits that another implementation did not give', async () => {
    const load = () => architectureBench(gpt2!, config).model();
    const lastLogits = Array.from({ length: 256 }, (_, i) => Math.sin(i));
    const suite = architectureChecks(gpt2!, { config, recorded: { load, ids: [1, 2], lastLogits } });
    const error = await suite.checks
      .at(-1)!
      .run()
      .catch((error) => error);
    expect(error).toMatchObject({ code: 'not-conformant', message: expect.stringContaining('logits') });
  });
});
