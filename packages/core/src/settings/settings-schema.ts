import { z } from 'zod';

const block = z.int().min(0);

/** A settings file, with the names and meanings of `EditSettings`. Ranges that depend on the model are checked with it. */
export const settingsSchema = z.strictObject({
  layers: z
    .array(block)
    .min(1)
    .describe(
      'Blocks whose down-projection is edited, ascending. The value is stored at the output of the last.',
    ),
  zSteps: z.int().min(1).describe('Iterations of the z optimisation (at most `zSteps − 1` updates).'),
  zLearningRate: z
    .number()
    .describe('Step size of Adam in that optimisation, in units of the hidden state per step.'),
  zLossLayer: block.describe(
    'Block whose output predicts the target: the last block in all published settings.',
  ),
  zWeightDecay: z.number().describe('Weight of ‖delta‖ / ‖h0‖² in the loss.'),
  clampNormFactor: z
    .number()
    .describe(
      'How far a value may move from what the block says now, as a share of it: ‖delta‖ ≤ clampNormFactor · ‖h0‖.',
    ),
  klFactor: z
    .number()
    .describe(
      'Weight in the loss of KL(p_now ‖ p_before), in nats, after "{subject} is a": what else is said of the subject.',
    ),
  mom2UpdateWeight: z
    .number()
    .describe("λ, weight of C₀ in MEMIT's normal equations: how many tokens of the corpus it counts as."),
  nullSpaceThreshold: z
    .number()
    .positive()
    .describe(
      'τ: directions of C₀ with an eigenvalue from τ on are preserved. In units of the squared keys.',
    ),
  nullSpaceKeepTrace: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('Share of the trace of C₀ to preserve; replaces `nullSpaceThreshold` where given.'),
  L2: z.number().describe("β, ridge of AlphaEdit's normal equations, in units of the squared keys."),
});

/** Name of a setting that every editor shares. */
export type SettingName = keyof typeof settingsSchema.shape;

/** Names of the settings that every editor shares. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as SettingName[];

/** What each setting that every editor shares means, in a line or two. */
export const sharedSettings: Readonly<Record<SettingName, string>> = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, settingsSchema.shape[name].description!]),
) as Record<SettingName, string>;

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

/** Names under which a file says how many facts make a batch. */
export const BATCH_NAMES: readonly string[] = ['batch_size', 'batchSize'];

/** A published file as a whole. */
type PublishedFile = Readonly<Record<string, unknown>>;

/** Names of the published hparams for settings that one editor has of its own: our name and value for them. */
export const PUBLISHED_OWN: ReadonlyMap<
  string,
  (value: unknown, file: PublishedFile) => readonly [string, unknown]
> = new Map([
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
  ['mom2_adjustment', (value) => ['useSecondMoment', value]],
  // R-ROME's own: whether its keys are mixed as ROME's.
  [
    'original_implementation',
    (value) => ['compat', value === true ? 'official' : value === false ? 'corrected' : value],
  ],
  // Kᵀ(λC₀)⁻¹K + εI is KᵀC₀⁻¹K + λεI, but for a factor that goes out of Δ.
  [
    'emmet_lambda',
    (value, { mom2_update_weight: weight = 1 }) => [
      'equalityRidge',
      typeof value === 'number' && typeof weight === 'number' ? value * weight : value,
    ],
  ],
]);

/** Projections from the MLP's keys to its output, in the names of the architectures. */
const DOWN_PROJECTION = /(?:^|\.)(?:c_proj|down_proj|fc_out|dense_4h_to_h|fc2|w2|wo)(?:\.weight)?$/;
const ATTENTION = /attn|attention/i;

/** Why a value of a published field cannot be done; undefined for those that can. */
type Refusal = (value: unknown) => string | undefined;

const only =
  (why: string, ...values: readonly unknown[]): Refusal =>
  (value) =>
    values.includes(value) ? undefined : why;

/** Fields of those files of which this program does some values only. */
export const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['fact_token', only('only "subject_last" can be edited', 'subject_last')],
  ['weight_decay', only('fine-tuning decays no weights', 0, false)],
  ['layer_selection', only('only "all" of the layers are edited', 'all')],
  ['enable_prompt_keys', only('keys are means over all contexts', false)],
  ['enable_random_prefix_keys', only('keys are means over all contexts', true)],
  ['update_norm_lambda', only('no other ridge is put on C₀ than its own', 0)],
  ['use_chat_template', only('prompts are edited as they are, in no chat', false)],
  [
    'rewrite_module_tmp',
    (value) =>
      typeof value === 'string' && DOWN_PROJECTION.test(value) && !ATTENTION.test(value)
        ? undefined
        : "only the MLP's projection to its output can be edited",
  ],
]);

/** What is done anyway: these values need not be told as passed over. */
export const DONE_ANYWAY: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['calculate_objective_value', false],
  ['enable_thinking', false],
  ['fp16', false],
  ['model_parallel', false],
  ['mom2_adjustment', true],
]);

/** Fields of those files that this program reads off the checkpoint, is given elsewhere or does in one way only. */
export const IGNORED_NAMES: ReadonlySet<string> = new Set([
  'attn_module_tmp',
  'calculate_objective_value',
  'context_template_length_params',
  'device',
  'enable_thinking',
  'fp16',
  'layer_module_tmp',
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
  'stats_dir',
  'tokenizer_class',
  'tokenizer_name',
]);
