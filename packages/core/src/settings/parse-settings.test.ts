import { expect, it } from 'vitest';
import { parseSettings } from './parse-settings.js';

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
  expect(parseSettings(published, 'gpt2-xl.json').settings).toEqual({
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
  [{ layer_selection: 'random' }, 'unsupported-setting', 'layer_selection'],
  [{ update_norm_lambda: 0.1 }, 'unsupported-setting', 'update_norm_lambda'],
  [{ use_chat_template: true }, 'unsupported-setting', 'use_chat_template'],
  [{ batch_size: 0 }, 'settings-invalid', 'batch_size'],
  [{ batch_size: '8' }, 'settings-invalid', 'batch_size'],
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
  expect(parseSettings(easyEdit, 'ft.yaml', ft)).toEqual({
    settings: { layers: [21], klFactor: 0 },
    editorSettings: { steps: 25, learningRate: 5e-4, normConstraint: 0, compat: 'official' },
    batchSize: 1,
    warnings: [
      {
        code: 'settings-ignored',
        message: expect.stringContaining('model_name, device, max_length.'),
        data: { source: 'ft.yaml', names: ['model_name', 'device', 'max_length'] },
      },
    ],
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
  expect(parseSettings(file, 'here', ft)).toEqual({
    settings: { layers: [2] },
    editorSettings: { steps: 5, compat: 'official' },
    warnings: [],
  });
  const { steps: _, ...flat } = file;
  expect(parseSettings(flat, 'here').settings).toEqual({ layers: [1, 2] });
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
  expect(() => parseSettings({ editors: { ft: 3 } }, 'here', ft)).toThrowError(
    expect.objectContaining({ code: 'settings-invalid', message: expect.stringContaining('editors.ft') }),
  );
});

it.each([
  'transformer.h.{}.mlp.c_proj',
  'model.layers.{}.mlp.down_proj.weight',
  'transformer.h.{}.mlp.fc_out',
  'gpt_neox.layers.{}.mlp.dense_4h_to_h',
  'model.language_model.layers.{}.mlp.down_proj',
])('edits %s', (name) => {
  expect(parseSettings({ rewrite_module_tmp: name }, 'here').settings).toEqual({});
});

it.each([
  'transformer.h.{}.attn.c_attn',
  'transformer.h.{}.attn.c_proj',
  'model.layers.{}.self_attn.v_proj',
  'model.layers.{}.self_attn.o_proj.weight',
  'gpt_neox.layers.{}.attention.dense',
  'model.layers.{}.mlp.up_proj',
  'model.layers.{}.mlp.gate_proj',
  'transformer.h.{}.mlp.c_fc',
  'transformer.h.{}',
  7,
])('refuses to edit %s', (name) => {
  expect(() => parseSettings({ rewrite_module_tmp: name }, 'here')).toThrowError(
    expect.objectContaining({
      code: 'unsupported-setting',
      message: expect.stringContaining('rewrite_module_tmp'),
    }),
  );
});

const numbers = (name: string) => ({ [name]: { type: 'number', default: 0.1, meaning: '' } }) as const;
const emmet = { id: 'emmet', settings: numbers('equalityRidge') };
const rome = {
  id: 'rome',
  settings: { useSecondMoment: { type: 'boolean', default: true, meaning: '' } },
} as const;
const memit = { id: 'memit', settings: {} };

it("reads EasyEdit's settings of EMMET: λ weighs C₀, and so the ridge", () => {
  const file = {
    ...published,
    ...{ mom2_update_weight: 1, update_norm_lambda: 0, emmet_lambda: 0.1, alg_name: 'EMMET' },
  };
  const { editorSettings, warnings } = parseSettings(file, 'emmet.yaml', emmet);
  expect(editorSettings).toEqual({ equalityRidge: 0.1 });
  expect(warnings.map(({ code }) => code)).toEqual(['settings-ignored']);
  const heavier = { ...file, mom2_update_weight: 20 };
  expect(parseSettings(heavier, 'emmet.yaml', emmet).editorSettings).toEqual({ equalityRidge: 2 });
});

it("reads EasyEdit's settings of ROME: without the second moment where they say so", () => {
  const file = { mom2_adjustment: false, context_template_length_params: [[5, 10]], alg_name: 'R-ROME' };
  expect(parseSettings(file, 'rome.yaml', rome)).toMatchObject({
    editorSettings: { useSecondMoment: false },
    warnings: [{ code: 'settings-ignored', data: { names: ['context_template_length_params'] } }],
  });
  // Of MEMIT the published code does not look at the field.
  expect(parseSettings({ mom2_adjustment: false }, 'memit.yaml', memit).warnings).toMatchObject([
    { code: 'settings-ignored', data: { names: ['mom2_adjustment'] } },
  ]);
});

it("reads the switches of R-ROME's keys", () => {
  const keys = { enable_prompt_keys: false, enable_random_prefix_keys: true };
  const compatible = {
    id: 'rome',
    settings: { compat: { type: 'choice', default: 'corrected', meaning: '' } },
  } as const;
  const compat = (original_implementation: boolean) =>
    parseSettings({ ...keys, original_implementation }, 'here', compatible).editorSettings.compat;
  expect(compat(false)).toBe('corrected');
  expect(compat(true)).toBe('official');
  expect(() => parseSettings({ ...keys, enable_prompt_keys: true }, 'here', compatible)).toThrowError(
    expect.objectContaining({ code: 'unsupported-setting' }),
  );
});

it('hands on the batch size, under the published name or ours', () => {
  expect(parseSettings({ batch_size: 10 }, 'here').batchSize).toBe(10);
  expect(parseSettings({ batchSize: 10 }, 'here').batchSize).toBe(10);
  expect(parseSettings({}, 'here')).toEqual({ settings: {}, editorSettings: {}, warnings: [] });
});

it.each([
  ['ROME', 'memit', true],
  ['FT', 'ft+nullspace', false],
  ['MEMIT', 'memit-seq', true],
  ['MEMIT_seq', 'memit-seq', false],
  ['MEMIT_rect', 'rect', false],
  ['AlphaEdit', 'alphaedit', false],
])('settings of %s for %s: warns %s', (alg_name, id, warns) => {
  const codes = parseSettings({ alg_name }, 'here', { id }).warnings.map(({ code }) => code);
  expect(codes).toEqual(warns ? ['settings-of-another-method'] : []);
});

it('asks whether another name was meant', () => {
  expect(() => parseSettings({ z_learnig_rate: 1 }, 'here')).toThrowError(
    expect.objectContaining({ hint: expect.stringMatching(/^Did you mean zLearningRate\? /) }),
  );
  expect(() => parseSettings({ equalityRigde: 1 }, 'here', emmet)).toThrowError(
    expect.objectContaining({ hint: expect.stringMatching(/^Did you mean equalityRidge\? /) }),
  );
});
