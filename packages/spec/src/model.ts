import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { WeightDelta } from './delta.js';
import type { Matrix } from './matrix.js';
import type { Orientation } from './orientation.js';
import type { Warning } from './progress.js';
import type { TokenizerPort } from './tokenizer.js';

/** A weight an editor may change: the MLP down-projection of one block. */
export interface EditableParameter {
  readonly name: string;
  readonly block: number;
  readonly orientation: Orientation;
  readonly dIn: number;
  readonly dOut: number;
}

/** Architecture and sizes of a model. */
export interface ModelInfo {
  /** `model_type` of the config, e.g. `gpt2`. */
  readonly architecture: string;
  readonly blocks: number;
  /** Width of the residual stream, d. */
  readonly hiddenSize: number;
  /** Width of an MLP key (input of the down-projection). */
  readonly keySize: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabularySize: number;
  /** Longest sequence the model was made for, in tokens. */
  readonly contextLength: number;
  /** Number of weights, tied ones counted once. */
  readonly parameters: number;
  /** The down-projections, one per block, in block order. */
  readonly editable: readonly EditableParameter[];
}

/**
 * Where a value can be read or replaced, within block `b`:
 * `block` its output, `attention` and `mlp` what these add to the residual stream,
 * `mlpKey` the input of the MLP down-projection.
 */
export type Site = 'block' | 'attention' | 'mlp' | 'mlpKey';

/**
 * Called with the value [rows, length, width] at a site. Returning a tensor of that shape replaces the
 * value from there on; returning nothing leaves it. The model disposes of the value afterwards: clone or
 * `tf.keep` what has to stay.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a tap that only reads returns nothing
export type Tap = (value: Tensor3D) => Tensor3D | void;

/** A tap and where it sits. */
export interface TapAt {
  readonly site: Site;
  readonly block: number;
  readonly tap: Tap;
}

/**
 * Where tokens sit on a [rows, length] grid: their positions in the text and which earlier tokens each one
 * may attend to. Rows are right-padded. Made by `ModelPort.layout`; the caller disposes of it.
 */
export interface Layout {
  readonly rows: number;
  readonly length: number;
  /** Position in its text of each grid cell, [rows * length]. Cells past a row's end hold valid positions. */
  readonly positions: Int32Array;
  /** Positions of the cached cells, [rows * pastLength], −1 for a cell that must not be seen. */
  readonly pastPositions: Int32Array;
  readonly pastLength: number;
  /** Additive attention mask, [1 or rows, 1, length, pastLength + length], 0 or a large negative number. */
  readonly mask: Tensor4D;
  dispose(): void;
}

/** Attention keys and values of cells already computed, for a run of blocks. The caller disposes of it. */
export interface KeyValueCache {
  /** First block held. */
  readonly from: number;
  /** Per block from `from` on: [rows, keyValueHeads, length, headSize], rotary positions applied. */
  readonly keys: readonly Tensor4D[];
  readonly values: readonly Tensor4D[];
  /** Position of each cell, [rows * length]; −1 for a cell that must not be seen. */
  readonly positions: Int32Array;
  readonly length: number;
  dispose(): void;
}

/** Which blocks to run on what. */
export interface ForwardOptions {
  /** First block to run; 0 by default. `hidden` is the input of this block. */
  readonly from?: number;
  /** One past the last block to run; all blocks by default. */
  readonly to?: number;
  readonly layout: Layout;
  /** Attention state of earlier positions; must cover the blocks run and be the one `layout` was made with. */
  readonly past?: KeyValueCache;
  readonly taps?: readonly TapAt[];
}

/**
 * A transformer that can be run in parts. Tensors returned belong to the caller; every method may be used
 * inside `tf.tidy` and `tf.variableGrads`.
 */
export interface ModelPort {
  readonly info: ModelInfo;
  readonly tokenizer: TokenizerPort;
  /** What was noticed while it was opened, e.g. fields of its config that are not known. Record it with what is computed. */
  readonly warnings?: readonly Warning[];

  /** SHA-256 over config and weights as loaded, hex. Identifies the model statistics and edits belong to. */
  contentHash(): Promise<string>;

  /**
   * SHA-256, hex, of what the model computes with now: its content hash, the weights written since and the deltas
   * that lie over it. Equal hashes compute alike; an edit that is undone may leave another hash than before.
   */
  stateHash?(): Promise<string>;

  /**
   * Layout of right-padded rows. With `past`, row r continues at position `starts[r]` and sees the cached
   * cells before it.
   *
   * @param lengths number of tokens of each row (past not counted)
   */
  layout(
    lengths: readonly number[],
    options?: { readonly past?: KeyValueCache; readonly starts?: readonly number[] },
  ): Layout;

  /** Token (and position) embeddings: the input of block 0, [rows, length, hiddenSize]. */
  embed(rows: readonly (readonly number[])[], layout: Layout): Tensor3D;

  /** Token embeddings alone, without positions: [ids, hiddenSize]. Needed to measure how far they spread. */
  embedTokens?(ids: readonly number[]): Tensor2D;

  /** Blocks `from` … `to − 1`: [rows, length, hiddenSize] → the same shape. */
  forward(hidden: Tensor3D, options: ForwardOptions): Tensor3D;

  /**
   * As `forward`, keeping the attention state (that of `past` first) for later positions. `lengths` marks
   * the padding, which the cache hides. The caller disposes of both results.
   */
  forwardWithCache(
    hidden: Tensor3D,
    options: ForwardOptions & { readonly lengths: readonly number[] },
  ): { readonly hidden: Tensor3D; readonly cache: KeyValueCache };

  /** Final norm and output head: [m, hiddenSize] → [m, vocabularySize]. */
  logits(hidden: Tensor2D): Tensor2D;

  /**
   * Runs `fn` with the deltas added to their weights: y += (x · right) · leftᵀ. No weight is written, also
   * when `fn` throws. Calls nest; deltas add up.
   */
  withDelta<T>(deltas: readonly WeightDelta[], fn: () => T | Promise<T>): Promise<T>;

  /** A copy of a weight, in the orientation [dOut, dIn] whatever its storage. */
  readWeight(parameter: string): Promise<Matrix<Float32Array>>;

  /** Replaces a weight, given as [dOut, dIn]. Only `applyDelta` and `undoDelta` call this. */
  writeWeight(parameter: string, value: Matrix<Float32Array>): Promise<void>;

  dispose(): void;
}
