import type { Fact, Matrix, ModelPort, TapAt, WeightDelta } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { gatherCells } from './gather-cells.js';
import type { SubjectKeys } from './subject-keys.js';
import { keyRows, type SubjectRow } from './subject-rows.js';

/**
 * The subjects of a batch walking up the edited layers: holds the hidden states at the input of the current
 * block, so that each edited block is run twice (for its keys, and with its own change) and the blocks below
 * only once.
 */
export class SubjectStates {
  readonly #model: ModelPort;
  readonly #facts: number;
  readonly #rowsPerFact: number;
  readonly #rows: readonly SubjectRow[];
  #block: number;
  #hidden: tf.Tensor3D;

  private constructor(
    model: ModelPort,
    rows: readonly SubjectRow[],
    facts: number,
    block: number,
    hidden: tf.Tensor3D,
  ) {
    this.#model = model;
    this.#rows = rows;
    this.#facts = facts;
    this.#rowsPerFact = rows.length / facts;
    this.#block = block;
    this.#hidden = hidden;
  }

  /** Runs the prompts, in every template and cut at the subject's last token, up to the input of `block`. */
  static at(
    block: number,
    model: ModelPort,
    facts: readonly Fact[],
    templates: readonly string[],
  ): SubjectStates {
    const rows = facts.flatMap((fact) => keyRows(model, fact, templates));
    const layout = model.layout(rows.map((row) => row.ids.length));
    const hidden = tf.tidy(() =>
      model.forward(
        model.embed(
          rows.map((row) => row.ids),
          layout,
        ),
        { to: block, layout },
      ),
    );
    layout.dispose();
    return new SubjectStates(model, rows, facts.length, block, hidden);
  }

  /** Keys of the current block in the means that solvers ask for, as columns, one per fact. */
  async keys(): Promise<SubjectKeys> {
    const block = this.#block;
    let taken: tf.Tensor2D | undefined;
    const tap = (value: tf.Tensor3D) => {
      taken = tf.keep(tf.tidy(() => gatherCells(value, this.#lookupCells(value.shape[1]))));
    };
    this.#forward(block + 1, [{ site: 'mlpKey', block, tap }]).dispose();
    const width = taken!.shape[1];
    const data = await taken!.data();
    taken!.dispose();
    const contexts = this.#rowsPerFact - 1;
    const weigh = (plain: number, each: number) => this.#weigh(width, data, plain, each);
    return {
      keys: contexts === 0 ? weigh(1, 0) : weigh(0.5, 0.5 / contexts),
      plainKeys: weigh(1, 0),
      meanKeys: weigh(1 / this.#rowsPerFact, 1 / this.#rowsPerFact),
    };
  }

  /** plain · (row of the plain prompt) + each · Σ (rows of the other templates), as columns, one per fact. */
  #weigh(width: number, data: ArrayLike<number>, plain: number, each: number): Matrix<Float64Array> {
    const sum = new Float64Array(width * this.#facts);
    for (const row of this.#rows.keys()) {
      const fact = Math.floor(row / this.#rowsPerFact);
      const share = row % this.#rowsPerFact === 0 ? plain : each;
      if (share === 0) continue;
      for (let i = 0; i < width; i++) sum[i * this.#facts + fact]! += share * data[row * width + i]!;
    }
    return { rows: width, cols: this.#facts, data: sum };
  }

  /** Output of block `layer` at the plain prompts' lookup indices, [hiddenSize, facts]. */
  async outputs(layer: number): Promise<Matrix<Float64Array>> {
    const plain = Array.from({ length: this.#facts }, (_, f) => f * this.#rowsPerFact);
    const state = tf.tidy(() => {
      const chosen = plain.map((row) => this.#rows[row]!);
      const hidden = tf.gather(this.#hidden, tf.tensor1d(Int32Array.from(plain), 'int32')) as tf.Tensor3D;
      const length = Math.max(...chosen.map((row) => row.ids.length));
      const cut = tf.slice(hidden, [0, 0, 0], [-1, length, -1]);
      if (layer < this.#block) return cells(cut, chosen);
      const layout = this.#model.layout(chosen.map((row) => row.ids.length));
      const output = this.#model.forward(cut, { from: this.#block, to: layer + 1, layout });
      const result = cells(output, chosen);
      layout.dispose();
      return result;
    });
    const data = await state.data();
    const [facts, width] = state.shape;
    state.dispose();
    const columns = new Float64Array(width * facts);
    for (let f = 0; f < facts; f++)
      for (let i = 0; i < width; i++) columns[i * facts + f] = data[f * width + i]!;
    return { rows: width, cols: facts, data: columns };
  }

  /** Moves on to the input of `block`, with the changes made so far in place. */
  async advance(block: number, deltas: readonly WeightDelta[]): Promise<void> {
    if (block <= this.#block) return;
    const next = await this.#model.withDelta(deltas, () => this.#forward(block));
    this.#hidden.dispose();
    this.#hidden = next;
    this.#block = block;
  }

  dispose(): void {
    this.#hidden.dispose();
  }

  #forward(to: number, taps?: readonly TapAt[]): tf.Tensor3D {
    const layout = this.#model.layout(this.#rows.map((row) => row.ids.length));
    try {
      return this.#model.forward(this.#hidden, {
        from: this.#block,
        to,
        layout,
        taps,
      });
    } finally {
      layout.dispose();
    }
  }

  #lookupCells(length: number): number[] {
    return this.#rows.map((row, r) => r * length + row.lookup);
  }
}

const cells = (grid: tf.Tensor3D, rows: readonly SubjectRow[]) =>
  gatherCells(
    grid,
    rows.map((row, r) => r * grid.shape[1] + row.lookup),
  );
