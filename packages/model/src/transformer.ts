import type {
  EditableParameter,
  ForwardOptions,
  KeyValueCache,
  Layout,
  Matrix,
  ModelInfo,
  ModelPort,
  Site,
  TapAt,
  TokenizerPort,
  Warning,
  WeightDelta,
} from '@alphaedit/spec';
import { CheckpointError, EditError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { GridLayout } from './grid-layout.js';
import { runBlock } from './layers/block.js';
import { linear } from './layers/linear.js';
import { normalise } from './layers/normalise.js';
import { rotaryPermutation } from './layers/rotary-tables.js';
import { stateHash, weightHash } from './state-hash.js';
import type { TransformerShape } from './transformer-shape.js';
import { deviceMatrix, type WeightStore } from './weights/weight-store.js';

/** A decoder-only transformer on the running tfjs engine, any family described as a `TransformerShape`. */
export class Transformer implements ModelPort {
  readonly info: ModelInfo;
  readonly tokenizer: TokenizerPort;
  readonly warnings: readonly Warning[];
  readonly #shape: TransformerShape;
  readonly #weights: WeightStore;
  readonly #hash: () => Promise<string>;
  readonly #permutation: tf.Tensor2D | undefined;
  #release: (() => void) | undefined;
  #hashed: Promise<string> | undefined;
  readonly #written = new Set<string>();
  /** Hashes of weights as they were before they were first written, once somebody asks for the state. */
  readonly #original = new Map<string, string>();
  #stateAsked = false;

  constructor(parts: {
    readonly shape: TransformerShape;
    /** Owned by the model from here on. */
    readonly weights: WeightStore;
    readonly tokenizer: TokenizerPort;
    readonly contentHash: () => Promise<string>;
    /** What was noticed while its checkpoint was read. */
    readonly warnings?: readonly Warning[];
    /** Called once, when the model is disposed of. */
    readonly release?: () => void;
  }) {
    const { shape, weights } = parts;
    this.#shape = shape;
    this.#weights = weights;
    this.#hash = parts.contentHash;
    this.tokenizer = parts.tokenizer;
    this.warnings = parts.warnings ?? [];
    this.#release = parts.release;
    this.info = modelInfo(shape, weights.size);
    if (shape.positions.kind === 'rotary') {
      const size = shape.headSize;
      this.#permutation = tf.keep(tf.tensor2d(rotaryPermutation(size, shape.positions), [size, size]));
    }
  }

  contentHash(): Promise<string> {
    this.#hashed ??= this.#hash();
    return this.#hashed;
  }

  async stateHash(): Promise<string> {
    this.#stateAsked = true;
    return stateHash({
      contentHash: await this.contentHash(),
      weights: this.#weights,
      written: this.#written,
      original: this.#original,
      editable: this.info.editable.map(({ name }) => name),
    });
  }

  layout(
    lengths: readonly number[],
    options: { readonly past?: KeyValueCache; readonly starts?: readonly number[] } = {},
  ): Layout {
    const { contextLength } = this.#shape;
    for (const [row, length] of lengths.entries()) {
      const end = length + (options.starts?.[row] ?? 0);
      if (length > 0 && end <= contextLength) continue;
      throw new EditError({
        code: length > 0 ? 'context-exceeded' : 'empty-row',
        message:
          length > 0
            ? `Row ${row} ends at position ${end}; the model's context is ${contextLength} tokens.`
            : `Row ${row} has no tokens.`,
        hint: length > 0 ? 'Shorten the text.' : 'Give every prompt at least one token.',
        data: { row, length, contextLength },
      });
    }
    return new GridLayout(this.#shape, lengths, options.past, options.starts);
  }

  embed(rows: readonly (readonly number[])[], layout: Layout): tf.Tensor3D {
    const { rows: count, length } = layout;
    const ids = new Int32Array(count * length);
    for (const [r, row] of rows.entries()) {
      this.#checkIds(row, r);
      ids.set(row, r * length);
    }
    const { positions } = this.#shape;
    return tf.tidy(() => {
      const tokens = this.#weights.rows(this.#shape.tokenEmbedding, ids);
      const embedded =
        positions.kind === 'learned'
          ? tf.add(tokens, this.#weights.rows(positions.table, layout.positions))
          : tokens;
      return tf.reshape(embedded, [count, length, this.#shape.hiddenSize]);
    });
  }

  embedTokens(ids: readonly number[]): tf.Tensor2D {
    this.#checkIds(ids, 0);
    return this.#weights.rows(this.#shape.tokenEmbedding, Int32Array.from(ids));
  }

  #checkIds(ids: readonly number[], row: number): void {
    for (const id of ids) {
      if (Number.isInteger(id) && id >= 0 && id < this.#shape.vocabularySize) continue;
      throw new CheckpointError({
        code: 'token-out-of-range',
        message: `Token id ${id} is outside the model's vocabulary, 0–${this.#shape.vocabularySize - 1}.`,
        hint: 'Check that tokenizer.json belongs to this checkpoint.',
        data: { id, row },
      });
    }
  }

  forward(hidden: tf.Tensor3D, options: ForwardOptions): tf.Tensor3D {
    return this.#run(hidden, options);
  }

  forwardWithCache(
    hidden: tf.Tensor3D,
    options: ForwardOptions & { readonly lengths: readonly number[] },
  ): { hidden: tf.Tensor3D; cache: KeyValueCache } {
    const { layout, past, lengths, from = 0 } = options;
    const keys: tf.Tensor4D[] = [];
    const values: tf.Tensor4D[] = [];
    const join = (before: tf.Tensor4D | undefined, now: tf.Tensor4D) =>
      tf.keep(before ? tf.concat([before, now], 2) : now.clone());
    const output = this.#run(hidden, options, (block, key, value) => {
      keys.push(join(past?.keys[block - past.from], key));
      values.push(join(past?.values[block - past.from], value));
    });
    const total = layout.pastLength + layout.length;
    const positions = new Int32Array(layout.rows * total);
    for (let r = 0; r < layout.rows; r++) {
      for (let t = 0; t < total; t++) {
        const s = t - layout.pastLength;
        positions[r * total + t] =
          s < 0
            ? layout.pastPositions[r * layout.pastLength + t]!
            : s < lengths[r]!
              ? layout.positions[r * layout.length + s]!
              : -1;
      }
    }
    const cache: KeyValueCache = {
      from,
      keys,
      values,
      positions,
      length: total,
      dispose: () => tf.dispose([...keys, ...values]),
    };
    return { hidden: output, cache };
  }

  #run(
    hidden: tf.Tensor3D,
    { from = 0, to = this.#shape.blocks, layout, past, taps = [] }: ForwardOptions,
    onKeyValue?: (block: number, key: tf.Tensor4D, value: tf.Tensor4D) => void,
  ): tf.Tensor3D {
    const grid = layout as GridLayout;
    const { hiddenSize } = this.#shape;
    return tf.tidy(() => {
      let x: tf.Tensor2D = tf.reshape(hidden, [grid.rows * grid.length, hiddenSize]);
      for (let block = from; block < to; block++) {
        const before = x;
        x = tf.tidy(() =>
          runBlock(before, {
            shape: this.#shape,
            weights: this.#weights,
            layout: grid,
            block,
            permutation: this.#permutation,
            past: past && { key: past.keys[block - past.from]!, value: past.values[block - past.from]! },
            at: (site, value) => throughTaps(taps, site, block, value, grid),
            onKeyValue: onKeyValue && ((key, value) => onKeyValue(block, key, value)),
          }),
        );
        before.dispose();
      }
      return tf.reshape(x, [grid.rows, grid.length, hiddenSize]);
    });
  }

  logits(hidden: tf.Tensor2D): tf.Tensor2D {
    const { norm, finalNorm, head } = this.#shape;
    return tf.tidy(() =>
      linear(
        normalise(
          hidden,
          norm.kind,
          norm.epsilon,
          this.#weights.vector(finalNorm.weight),
          finalNorm.bias ? this.#weights.vector(finalNorm.bias) : undefined,
        ),
        head,
        this.#weights,
      ),
    );
  }

  async withDelta<T>(deltas: readonly WeightDelta[], fn: () => T | Promise<T>): Promise<T> {
    const undo: (() => void)[] = [];
    try {
      for (const delta of deltas) {
        const target = this.#editable(delta.parameter);
        checkDelta(delta, target);
        undo.push(
          this.#weights.overlay(
            delta.parameter,
            delta.kind === 'low-rank'
              ? {
                  kind: 'low-rank',
                  right: tf.keep(deviceMatrix(delta.right)),
                  leftT: tf.keep(deviceMatrix(delta.left, true)),
                }
              : { kind: 'dense', valueT: tf.keep(deviceMatrix(delta.value, true)) },
          ),
        );
      }
      return await fn();
    } finally {
      for (const takeOff of undo.reverse()) takeOff();
    }
  }

  async readWeight(parameter: string): Promise<Matrix<Float32Array>> {
    const { orientation, dIn, dOut } = this.#editable(parameter);
    const copy = tf.tidy(() => {
      const stored = this.#weights.copy(parameter);
      return orientation === 'in-out' ? tf.transpose(stored) : stored;
    });
    try {
      return { rows: dOut, cols: dIn, data: (await copy.data()) as Float32Array };
    } finally {
      copy.dispose();
    }
  }

  async writeWeight(parameter: string, value: Matrix<Float32Array>): Promise<void> {
    const target = this.#editable(parameter);
    if (value.rows !== target.dOut || value.cols !== target.dIn) {
      throw wrongShape(parameter, [value.rows, value.cols], target);
    }
    if (this.#stateAsked && !this.#written.has(parameter)) {
      this.#original.set(parameter, await weightHash(this.#weights, parameter));
    }
    this.#written.add(parameter);
    this.#weights.set(parameter, deviceMatrix(value, target.orientation === 'in-out'));
  }

  #editable(parameter: string): EditableParameter {
    const found = this.info.editable.find((candidate) => candidate.name === parameter);
    if (found) return found;
    throw new EditError({
      code: 'not-editable',
      message: `"${parameter}" is not an editable weight of this model.`,
      hint: `Editable weights look like "${this.info.editable[0]?.name}"; see \`inspectCheckpoint(model)\`.`,
      data: { parameter },
    });
  }

  dispose(): void {
    this.#permutation?.dispose();
    this.#weights.dispose();
    this.#release?.();
    this.#release = undefined;
  }
}

/** The facts about a model that editors and reports read. */
export function modelInfo(shape: TransformerShape, parameters: number): ModelInfo {
  const editable = Array.from({ length: shape.blocks }, (_, block): EditableParameter => {
    const { weight, orientation, dIn, dOut } = shape.block(block).down;
    return { name: weight, block, orientation, dIn, dOut };
  });
  const { architecture, blocks, hiddenSize, keySize, heads, keyValueHeads, headSize } = shape;
  const { vocabularySize, contextLength } = shape;
  return {
    architecture,
    blocks,
    hiddenSize,
    keySize,
    heads,
    keyValueHeads,
    headSize,
    vocabularySize,
    contextLength,
    parameters,
    editable,
  };
}

function throughTaps(
  taps: readonly TapAt[],
  site: Site,
  block: number,
  value: tf.Tensor2D,
  { rows, length }: GridLayout,
): tf.Tensor2D {
  let current = value;
  for (const tap of taps) {
    if (tap.site !== site || tap.block !== block) continue;
    const replaced = tap.tap(tf.reshape(current, [rows, length, -1]) as tf.Tensor3D);
    if (replaced) current = tf.reshape(replaced, value.shape);
  }
  return current;
}

function checkDelta(delta: WeightDelta, target: EditableParameter): void {
  const [dOut, dIn] =
    delta.kind === 'low-rank' ? [delta.left.rows, delta.right.rows] : [delta.value.rows, delta.value.cols];
  const ranksAgree = delta.kind === 'dense' || delta.left.cols === delta.right.cols;
  if (dOut === target.dOut && dIn === target.dIn && ranksAgree && delta.orientation === target.orientation)
    return;
  throw wrongShape(delta.parameter, [dOut, dIn], target);
}

function wrongShape(parameter: string, found: readonly number[], target: EditableParameter): EditError {
  return new EditError({
    code: 'delta-shape',
    message: `A change of shape [${found}] (${target.orientation} expected) does not fit "${parameter}" [${target.dOut}, ${target.dIn}].`,
    hint: 'Apply an edit only to the model it was planned on.',
    data: { parameter, found, expected: [target.dOut, target.dIn] },
  });
}
