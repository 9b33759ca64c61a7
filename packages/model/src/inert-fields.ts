/** Fields that do not change what a forward pass computes: training, sampling, bookkeeping, other heads. */
const NAMES: ReadonlySet<string> = new Set([
  // Where it comes from and how it was stored; the element type is read from the weights themselves.
  'architectures',
  'transformers_version',
  'torch_dtype',
  'dtype',
  'use_bfloat16',
  'tokenizer_class',
  'model_max_length',
  'task_specific_params',
  'finetuning_task',
  // Special tokens are read from the tokenizer.
  'bos_token_id',
  'eos_token_id',
  'pad_token_id',
  'sep_token_id',
  'unk_token_id',
  'decoder_start_token_id',
  'pad_token',
  // Training.
  'initializer_range',
  'gradient_checkpointing',
  'use_cache',
  // Other outputs and heads.
  'output_attentions',
  'output_hidden_states',
  'return_dict',
  'return_dict_in_generate',
  'output_scores',
  'torchscript',
  'problem_type',
  'num_labels',
  'id2label',
  'label2id',
  'chunk_size_feed_forward',
  'tf_legacy_loss',
  // Sampling.
  'max_length',
  'min_length',
  'max_new_tokens',
  'do_sample',
  'early_stopping',
  'num_beams',
  'num_beam_groups',
  'diversity_penalty',
  'temperature',
  'top_k',
  'top_p',
  'typical_p',
  'repetition_penalty',
  'length_penalty',
  'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size',
  'bad_words_ids',
  'num_return_sequences',
  'forced_bos_token_id',
  'forced_eos_token_id',
  'remove_invalid_values',
  'exponential_decay_length_penalty',
  'suppress_tokens',
  'begin_suppress_tokens',
  'prefix',
  // Implementation of the same attention.
  'attn_implementation',
  'is_decoder',
  'cross_attention_hidden_size',
  'tie_encoder_decoder',
]);

/** `_name_or_path` and the like; dropouts; GPT-2's `summary_*`; marks that fine-tuning tools leave. */
const PATTERNS: readonly RegExp[] = [/^_/, /dropout(_prob)?$/, /_pdrop$/, /^summary_/, /^unsloth_/];

/** Whether a field of a `config.json` is known to leave the forward pass as it is. */
export const isInertField = (name: string): boolean =>
  NAMES.has(name) || PATTERNS.some((pattern) => pattern.test(name));
