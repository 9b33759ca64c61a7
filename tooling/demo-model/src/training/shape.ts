/** Sizes of a GPT-2-architecture model. */
export interface Shape {
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
  /** Width of the MLP, and so of a key. */
  readonly inner: number;
  readonly contextSize: number;
  readonly vocabSize: number;
}

/** Name → shape of every weight, in checkpoint order. Linear maps are stored [in, out] (Conv1D). */
export function weightShapes({ blocks, width, inner, contextSize, vocabSize }: Shape): Map<string, number[]> {
  const shapes = new Map<string, number[]>([
    ['transformer.wte.weight', [vocabSize, width]],
    ['transformer.wpe.weight', [contextSize, width]],
  ]);
  for (let i = 0; i < blocks; i++) {
    const block = `transformer.h.${i}`;
    for (const norm of ['ln_1', 'ln_2']) {
      shapes.set(`${block}.${norm}.weight`, [width]);
      shapes.set(`${block}.${norm}.bias`, [width]);
    }
    const linear: [string, number, number][] = [
      ['attn.c_attn', width, 3 * width],
      ['attn.c_proj', width, width],
      ['mlp.c_fc', width, inner],
      ['mlp.c_proj', inner, width],
    ];
    for (const [name, from, to] of linear) {
      shapes.set(`${block}.${name}.weight`, [from, to]);
      shapes.set(`${block}.${name}.bias`, [to]);
    }
  }
  shapes.set('transformer.ln_f.weight', [width]);
  shapes.set('transformer.ln_f.bias', [width]);
  return shapes;
}

/** The content of `config.json`. */
export function configJson(shape: Shape): object {
  return {
    activation_function: 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: 0,
    bos_token_id: 0,
    embd_pdrop: 0,
    eos_token_id: 0,
    initializer_range: 0.02,
    layer_norm_epsilon: 1e-5,
    model_type: 'gpt2',
    n_ctx: shape.contextSize,
    n_embd: shape.width,
    n_head: shape.heads,
    n_inner: shape.inner,
    n_layer: shape.blocks,
    n_positions: shape.contextSize,
    resid_pdrop: 0,
    scale_attn_weights: true,
    tie_word_embeddings: true,
    torch_dtype: 'float16',
    vocab_size: shape.vocabSize,
  };
}
