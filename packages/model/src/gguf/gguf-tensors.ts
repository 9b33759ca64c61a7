import type { LinearNames, LlamaCppFamily, NormNames, TransformerShape } from '../transformer-shape.js';

/** A weight of a checkpoint and the tensor llama.cpp has for it. */
export interface GgufTensor {
  /** Name in GGUF files, e.g. `blk.0.ffn_down.weight`. */
  readonly name: string;
  /** Name in the checkpoint. */
  readonly source: string;
  /** Shape in GGUF files, row-major; the checkpoint's, turned where `transposed`. */
  readonly shape: readonly number[];
  /** The checkpoint stores the matrix [in, out]; GGUF files have [out, in]. */
  readonly transposed: boolean;
  /** Which row of the checkpoint's matrix [out, in] a row of the file is; its own number unless given. */
  readonly rowOf?: (row: number) => number;
}

/** Every weight a model needs, by the names and in the layout of llama.cpp, in the order of its files. */
export function ggufTensors(shape: TransformerShape, family: LlamaCppFamily): GgufTensor[] {
  const { hiddenSize: d, heads, headSize } = shape;
  const tensors: GgufTensor[] = [];
  const vector = (name: string, source: string, size: number, rowOf?: GgufTensor['rowOf']) =>
    tensors.push({ name, source, shape: [size], transposed: false, ...(rowOf && { rowOf }) });
  const norm = (name: string, { weight, bias }: NormNames, size: number) => {
    vector(`${name}.weight`, weight, size);
    if (bias) vector(`${name}.bias`, bias, size);
  };
  const linear = (
    name: string,
    { weight, bias, orientation, dIn, dOut }: LinearNames,
    rowOf?: GgufTensor['rowOf'],
  ) => {
    const transposed = orientation === 'in-out';
    const source = weight;
    tensors.push({ name: `${name}.weight`, source, shape: [dOut, dIn], transposed, ...(rowOf && { rowOf }) });
    if (bias) vector(`${name}.bias`, bias, dOut, rowOf);
  };
  const table = (name: string, source: string, rows: number) =>
    tensors.push({ name, source, shape: [rows, d], transposed: false });

  table('token_embd.weight', shape.tokenEmbedding, shape.vocabularySize);
  if (shape.positions.kind === 'learned') {
    table('position_embd.weight', shape.positions.table, shape.contextLength);
  }
  norm('output_norm', shape.finalNorm, d);
  if (!shape.tiedHead || family.storesTiedHead) linear('output', shape.head);
  for (let b = 0; b < shape.blocks; b++) {
    const names = shape.block(b);
    const at = `blk.${b}`;
    norm(`${at}.attn_norm`, names.attentionNorm, d);
    if (names.mlpNorm) norm(`${at}.ffn_norm`, names.mlpNorm, d);
    if (names.qkv.layout === 'separate') {
      const rows = family.interleavedRotary ? interleavedRows(headSize) : undefined;
      linear(`${at}.attn_q`, names.qkv.query, rows);
      linear(`${at}.attn_k`, names.qkv.key, rows);
      linear(`${at}.attn_v`, names.qkv.value);
    } else {
      const perHead = names.qkv.layout === 'per-head';
      linear(`${at}.attn_qkv`, names.qkv.fused, perHead ? concatenatedRows(heads, headSize) : undefined);
    }
    if (names.queryNorm) norm(`${at}.attn_q_norm`, names.queryNorm, headSize);
    if (names.keyNorm) norm(`${at}.attn_k_norm`, names.keyNorm, headSize);
    linear(`${at}.attn_output`, names.attentionOut);
    if (names.gate) linear(`${at}.ffn_gate`, names.gate);
    linear(`${at}.ffn_up`, names.up);
    linear(`${at}.ffn_down`, names.down);
  }
  return tensors;
}

/** Rotary pairs (i, i + size/2) of each head as neighbours (2i, 2i + 1). */
const interleavedRows = (headSize: number) => (row: number) => {
  const within = row % headSize;
  return row - within + (within % 2) * (headSize / 2) + (within >> 1);
};

/** q, k, v side by side within each head as all q, all k, all v. */
const concatenatedRows = (heads: number, headSize: number) => (row: number) => {
  const width = heads * headSize;
  const part = Math.floor(row / width);
  const head = Math.floor((row % width) / headSize);
  return (head * 3 + part) * headSize + (row % headSize);
};

/** A weight as the checkpoint has it, in the layout of GGUF files; the same array where they are one. */
export function toGgufLayout(values: Float32Array, { shape, transposed, rowOf }: GgufTensor): Float32Array {
  if (!transposed && !rowOf) return values;
  const [rows = 0, cols = 1] = shape;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const from = rowOf ? rowOf(row) : row;
    if (transposed) for (let col = 0; col < cols; col++) out[row * cols + col] = values[col * rows + from]!;
    else out.set(values.subarray(from * cols, (from + 1) * cols), row * cols);
  }
  return out;
}

/** A weight as GGUF files have it, in the layout of the checkpoint; the same array where they are one. */
export function fromGgufLayout(values: Float32Array, { shape, transposed, rowOf }: GgufTensor): Float32Array {
  if (!transposed && !rowOf) return values;
  const [rows = 0, cols = 1] = shape;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const to = rowOf ? rowOf(row) : row;
    if (transposed) for (let col = 0; col < cols; col++) out[col * rows + to] = values[row * cols + col]!;
    else out.set(values.subarray(row * cols, (row + 1) * cols), to * cols);
  }
  return out;
}
