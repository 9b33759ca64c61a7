import { z } from 'zod';

const block = z.int().min(0);

/** A settings file, with the names of `EditSettings`. Ranges that depend on the model are checked with it. */
export const settingsSchema = z.strictObject({
  layers: z.array(block).min(1),
  zSteps: z.int().min(1),
  zLearningRate: z.number(),
  zLossLayer: block,
  zWeightDecay: z.number(),
  clampNormFactor: z.number(),
  klFactor: z.number(),
  mom2UpdateWeight: z.number(),
  nullSpaceThreshold: z.number().positive(),
  nullSpaceKeepTrace: z.number().gt(0).lt(1).optional(),
  L2: z.number(),
});

/** Name of a setting that every editor shares. */
export type SettingName = keyof typeof settingsSchema.shape;

/** Names of the settings that every editor shares. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as SettingName[];

/** Names of the published hparams (AlphaEdit, MEMIT, EasyEdit) for the same things. */
export const PUBLISHED_NAMES: Readonly<Record<string, SettingName>> = {
  v_num_grad_steps: 'zSteps',
  v_lr: 'zLearningRate',
  v_loss_layer: 'zLossLayer',
  v_weight_decay: 'zWeightDecay',
  clamp_norm_factor: 'clampNormFactor',
  kl_factor: 'klFactor',
  mom2_update_weight: 'mom2UpdateWeight',
  nullspace_threshold: 'nullSpaceThreshold',
};

/** Names of the published hparams for settings that one editor has of its own: our name and value for them. */
export const PUBLISHED_OWN: ReadonlyMap<string, (value: unknown) => readonly [string, unknown]> = new Map([
  ['num_steps', (value) => ['steps', value]],
  ['lr', (value) => ['learningRate', value]],
  ['norm_constraint', (value) => ['normConstraint', value === false ? 0 : value]],
  [
    'objective_optimization',
    (value) => [
      'compat',
      value === 'target_new' ? 'corrected' : value === 'prompt_last' ? 'official' : value,
    ],
  ],
]);

/** Fields of those files of which this program does one value only. */
export const ONLY_VALUES: ReadonlyMap<string, { readonly value: unknown; readonly why: string }> = new Map([
  ['fact_token', { value: 'subject_last', why: 'only "subject_last" can be edited' }],
  ['weight_decay', { value: 0, why: 'fine-tuning decays no weights' }],
]);

/** Fields of those files that this program reads off the checkpoint or does in one way only. */
export const IGNORED_NAMES: ReadonlySet<string> = new Set([
  'alg_name',
  'attn_module_tmp',
  'batch_size',
  'context_template_length_params',
  'device',
  'fp16',
  'layer_module_tmp',
  'layer_selection',
  'ln_f_module',
  'lm_head_module',
  'max_length',
  'mlp_module_tmp',
  'model_class',
  'model_name',
  'model_parallel',
  'mom2_adjustment',
  'mom2_dataset',
  'mom2_dtype',
  'mom2_n_samples',
  'P_loc',
  'results_dir',
  'rewrite_module_tmp',
  'stats_dir',
  'tokenizer_class',
  'tokenizer_name',
]);
