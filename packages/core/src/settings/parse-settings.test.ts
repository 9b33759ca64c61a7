import { expect, it } from 'vitest';
import { parseEditorSettings, parseSettings } from './parse-settings.js';

// hparams/AlphaEdit/gpt2-xl.json of the published code, in full.
const published = {
  model_name: 'gpt2-xl',
  layers: [13, 14, 15, 16, 17],
  clamp_norm_factor: 0.75,
  layer_selection: 'all',
  fact_token: 'subject_last',
  v_num_grad_steps: 20,
  v_lr: 0.5,
  v_loss_layer: 47,
  v_weight_decay: 0.5,
  kl_factor: 0.0625,
  mom2_adjustment: true,
  mom2_update_weight: 20000,
  rewrite_module_tmp: 'transformer.h.{}.mlp.c_proj',
  layer_module_tmp: 'transformer.h.{}',
  mlp_module_tmp: 'transformer.h.{}.mlp',
  attn_module_tmp: 'transformer.h.{}.attn',
  ln_f_module: 'transformer.ln_f',
  lm_head_module: 'transformer.wte',
  mom2_dataset: 'wikipedia',
  mom2_n_samples: 100000,
  mom2_dtype: 'float32',
  nullspace_threshold: 2e-2,
  L2: 10,
};

it('reads a published file under our names', () => {
  expect(parseSettings(published, 'gpt2-xl.json')).toEqual({
    layers: [13, 14, 15, 16, 17],
    clampNormFactor: 0.75,
    zSteps: 20,
    zLearningRate: 0.5,
    zLossLayer: 47,
    zWeightDecay: 0.5,
    klFactor: 0.0625,
    mom2UpdateWeight: 20000,
    nullSpaceThreshold: 0.02,
    L2: 10,
  });
});

it.each([
  [{ vLr: 0.5 }, 'unknown-setting', '"vLr"'],
  [{ constructor: 1 }, 'unknown-setting', '"constructor"'],
  [{ v_lr: '0.5' }, 'settings-invalid', 'zLearningRate'],
  [{ layers: [1.5] }, 'settings-invalid', 'layers.0'],
  [{ nullSpaceKeepTrace: 1 }, 'settings-invalid', 'nullSpaceKeepTrace'],
  [{ fact_token: 'last' }, 'unsupported-setting', 'fact_token'],
  [[], 'settings-invalid', 'not an object'],
])('refuses %j by name', (value, code, words) => {
  expect(() => parseSettings(value, 'here')).toThrowError(
    expect.objectContaining({ code, message: expect.stringMatching(`^here: .*${words}`) }),
  );
});

const ft = {
  id: 'ft+nullspace',
  settings: {
    steps: { type: 'integer', default: 25, meaning: '' },
    learningRate: { type: 'number', default: 5e-4, meaning: '' },
    normConstraint: { type: 'number', default: 0, meaning: '' },
    compat: { type: 'choice', default: 'corrected', meaning: '' },
  },
} as const;

/** EasyEdit's hparams/FT/llama-7b.yaml, as parsed. */
const easyEdit = {
  alg_name: 'FT',
  model_name: './hugging_cache/llama-2-7b',
  device: 0,
  layers: [21],
  num_steps: 25,
  batch_size: 1,
  max_length: 40,
  lr: 5e-4,
  weight_decay: 0,
  kl_factor: 0,
  norm_constraint: false,
  objective_optimization: 'prompt_last',
  rewrite_module_tmp: 'model.layers.{}.mlp.down_proj.weight',
  model_parallel: false,
};

it('reads the published settings of fine-tuning, its own beside those that are shared', () => {
  expect(parseSettings(easyEdit, 'ft.yaml', ft)).toEqual({ layers: [21], klFactor: 0 });
  expect(parseEditorSettings(easyEdit, 'ft.yaml', ft)).toEqual({
    steps: 25,
    learningRate: 5e-4,
    normConstraint: 0,
    compat: 'official',
  });
  expect(() => parseSettings({ ...easyEdit, weight_decay: 0.1 }, 'ft.yaml', ft)).toThrowError(
    expect.objectContaining({
      code: 'unsupported-setting',
      message: expect.stringContaining('weight_decay'),
    }),
  );
});

it('takes what stands under the id of an editor before what stands beside it', () => {
  const file = {
    layers: [1, 2],
    steps: 3,
    editors: {
      ft: { layers: [2], steps: 4, compat: 'official' },
      'ft+nullspace': { steps: 5 },
      rect: { share: 0.3 },
    },
  };
  expect(parseSettings(file, 'here', ft)).toEqual({ layers: [2] });
  expect(parseEditorSettings(file, 'here', ft)).toEqual({ steps: 5, compat: 'official' });
  const { steps: _, ...flat } = file;
  expect(parseSettings(flat, 'here')).toEqual({ layers: [1, 2] });
});

it('lists the settings of the editor where one is unknown', () => {
  expect(() => parseSettings({ share: 0.3 }, 'here', ft)).toThrowError(
    expect.objectContaining({
      code: 'unknown-setting',
      hint: expect.stringContaining('of ft+nullspace: steps, '),
    }),
  );
  expect(() => parseSettings({ steps: 3 }, 'here')).toThrowError(
    expect.objectContaining({ code: 'unknown-setting' }),
  );
  expect(() => parseEditorSettings({ editors: { ft: 3 } }, 'here', ft)).toThrowError(
    expect.objectContaining({ code: 'settings-invalid', message: expect.stringContaining('editors.ft') }),
  );
});
