import { type ModelPort, StatisticsError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { type GramState, GramSum } from './gram-sum.js';

/**
 * The sums KᵀK of the MLP keys of some layers of one model, on the device. Owns its tensors: call
 * `dispose`.
 */
export class KeySums {
  readonly #model: ModelPort;
  readonly #sums: ReadonlyMap<number, GramSum>;

  /** @param from states by layer to go on from */
  constructor(model: ModelPort, layers: readonly number[], from?: ReadonlyMap<number, GramState>) {
    this.#model = model;
    this.#sums = new Map(layers.map((layer) => [layer, new GramSum(model.info.keySize, from?.get(layer))]));
  }

  /**
   * Adds the keys of `rows` (token ids) to every layer's sum, in one forward pass that ends with the deepest.
   * Padded cells are set to zero before the product.
   */
  add(rows: readonly (readonly number[])[]): void {
    const lengths = rows.map((row) => row.length);
    const longest = Math.max(...lengths);
    const isPadded = lengths.some((length) => length < longest);
    const layout = this.#model.layout(lengths);
    try {
      tf.tidy(() => {
        const cells = isPadded ? cellMask(lengths, longest) : undefined;
        const tapOf = (sum: GramSum) => (value: tf.Tensor3D) =>
          tf.tidy(() => {
            const keys = tf.reshape(value, [-1, sum.size]) as tf.Tensor2D;
            sum.add(cells ? tf.mul(keys, cells) : keys);
          });
        this.#model.forward(this.#model.embed(rows, layout), {
          layout,
          to: Math.max(...this.#sums.keys()) + 1,
          taps: [...this.#sums].map(([block, sum]) => ({ site: 'mlpKey', block, tap: tapOf(sum) })),
        });
      });
    } finally {
      layout.dispose();
    }
  }

  /** Copies on the host, by layer. @throws {StatisticsError} `statistics-not-finite` */
  async read(): Promise<Map<number, GramState>> {
    const states = new Map<number, GramState>();
    for (const [layer, sum] of this.#sums) {
      const state = await sum.state();
      if (!state.panels.every(({ high }) => high.every(Number.isFinite))) throw notFinite(layer);
      states.set(layer, state);
    }
    return states;
  }

  dispose(): void {
    for (const sum of this.#sums.values()) sum.dispose();
  }
}

/** 1 for a token, 0 for padding, [rows · longest, 1]. */
function cellMask(lengths: readonly number[], longest: number): tf.Tensor2D {
  const mask = new Float32Array(lengths.length * longest);
  for (const [row, length] of lengths.entries()) mask.fill(1, row * longest, row * longest + length);
  return tf.tensor2d(mask, [mask.length, 1]);
}

function notFinite(layer: number): StatisticsError {
  return new StatisticsError({
    code: 'statistics-not-finite',
    message: `The MLP keys of layer ${layer} hold NaN or infinity.`,
    hint: 'The model itself yields them: its weights are damaged, or overflow in float32. See what it answers to a plain prompt.',
    kind: 'work',
    data: { layer },
  });
}
