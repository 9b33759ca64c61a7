import type { Compat, Fact, Layout, ModelInfo, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { gatherCells } from '../subjects/gather-cells.js';
import { type TargetRow, targetRows } from '../subjects/subject-rows.js';
import { valueAndGradient } from '../values/value-and-gradient.js';
import { targetNll } from '../values/value-loss.js';

/** Memory the activations of one part may take on the device. */
const PART_BYTES = 1.5 * 2 ** 30;

/** Facts that are run at a time, with what the tuned weight cannot change. */
interface Part {
  readonly rows: readonly TargetRow[];
  readonly layout: Layout;
  /** Keys of the tuned weight in every cell, [cells, dIn]. */
  readonly keys: tf.Tensor2D;
  /** Output of its block in every cell without Δ, [rows, length, hiddenSize]. */
  readonly outputs: tf.Tensor3D;
}

/** The facts and the layer a tuning problem is made of. */
export interface TuningProblemRequest {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly layer: number;
  readonly positions: 'own' | 'prompt-end';
  /** How targets become tokens. */
  readonly compat: Compat;
}

/**
 * The loss of fine-tuning one down-projection: the blocks below it, its own attention and its keys are run
 * once; a step is one product with Δᵀ and the blocks above. Large batches are run in parts whose gradients add
 * up.
 */
export class TuningProblem {
  readonly #request: TuningProblemRequest;
  readonly #parts: readonly Part[];

  private constructor(request: TuningProblemRequest, parts: readonly Part[]) {
    this.#request = request;
    this.#parts = parts;
  }

  /** The caller disposes of it. */
  static of(request: TuningProblemRequest): TuningProblem {
    const { model, facts, layer, compat } = request;
    const rows = facts.map((fact) => targetRows(model, fact, ['{}'], compat)[0]!);
    const size = rowsPerPart(rows, model.info, layer);
    const parts: Part[] = [];
    for (let from = 0; from < rows.length; from += size) {
      parts.push(prepare(model, layer, rows.slice(from, from + size)));
    }
    return new TuningProblem(request, parts);
  }

  /** Mean loss over facts, and its gradient by Δᵀ [dIn, dOut], which the caller disposes of. */
  async lossAndGradient(deltaT: tf.Tensor2D): Promise<{ loss: number; gradient: tf.Tensor2D }> {
    let loss = 0;
    let gradient: tf.Tensor2D | undefined;
    try {
      for (const part of this.#parts) {
        const own = tf.tidy(() =>
          valueAndGradient(
            (x) => tf.div(tf.sum(this.#nll(part, x)), this.#request.facts.length) as tf.Scalar,
            deltaT,
          ),
        );
        const sum: tf.Tensor2D = gradient ? tf.add(gradient, own.gradient) : own.gradient.clone();
        tf.dispose([own.gradient, ...(gradient ? [gradient] : [])]);
        gradient = sum;
        loss += (await own.value.data())[0]!;
        own.value.dispose();
      }
    } catch (error) {
      gradient?.dispose();
      throw error;
    }
    return { loss, gradient: gradient! };
  }

  /** By fact: the loss, and the block's output at the subject's last token [facts, hiddenSize]. */
  async measure(deltaT: tf.Tensor2D): Promise<{ nll: Float32Array; outputs: Float32Array }> {
    const { facts, model } = this.#request;
    const nll = new Float32Array(facts.length);
    const outputs = new Float32Array(facts.length * model.info.hiddenSize);
    let fact = 0;
    for (const part of this.#parts) {
      const cells = part.rows.map((row, r) => r * part.layout.length + row.lookup);
      const [loss, output] = tf.tidy(() => [
        this.#nll(part, deltaT),
        gatherCells(withChange(part, deltaT), cells),
      ]) as [tf.Tensor1D, tf.Tensor2D];
      nll.set(await loss.data(), fact);
      outputs.set(await output.data(), fact * model.info.hiddenSize);
      tf.dispose([loss, output]);
      fact += part.rows.length;
    }
    return { nll, outputs };
  }

  dispose(): void {
    for (const { layout, keys, outputs } of this.#parts) {
      layout.dispose();
      tf.dispose([keys, outputs]);
    }
  }

  /** −Σ log p(target token) / tokens by row, [rows]. */
  #nll(part: Part, deltaT: tf.Tensor2D): tf.Tensor1D {
    const { model, layer, positions } = this.#request;
    const { rows, layout } = part;
    const hidden = model.forward(withChange(part, deltaT), { from: layer + 1, layout });
    const cells: number[] = [];
    const targets: number[] = [];
    const owner: number[] = [];
    for (const [r, row] of rows.entries()) {
      const end = r * layout.length + row.ids.length - row.target.length;
      for (const [j, token] of row.target.entries()) {
        cells.push(positions === 'own' ? end + j : end);
        targets.push(token);
        owner.push(r);
      }
    }
    const averaging = new Float32Array(rows.length * cells.length);
    for (const [m, r] of owner.entries()) averaging[r * cells.length + m] = 1 / rows[r]!.target.length;
    const nll = targetNll(model.logits(gatherCells(hidden, cells)), Int32Array.from(targets));
    const average = tf.tensor2d(averaging, [rows.length, cells.length]);
    return tf.squeeze(tf.matMul(average, tf.expandDims(nll, 1)), [1]);
  }
}

/** H + K Δᵀ, [rows, length, hiddenSize] */
const withChange = ({ keys, outputs }: Part, deltaT: tf.Tensor2D): tf.Tensor3D =>
  tf.add(outputs, tf.reshape(tf.matMul(keys, deltaT), outputs.shape));

function prepare(model: ModelPort, layer: number, rows: readonly TargetRow[]): Part {
  const layout = model.layout(rows.map((row) => row.ids.length));
  let keys: tf.Tensor2D | undefined;
  const outputs = tf.tidy(() =>
    model.forward(
      model.embed(
        rows.map((row) => row.ids),
        layout,
      ),
      {
        to: layer + 1,
        layout,
        taps: [
          {
            site: 'mlpKey',
            block: layer,
            tap: (value) => {
              keys = tf.keep(tf.reshape(value, [-1, value.shape[2]]).clone() as tf.Tensor2D);
            },
          },
        ],
      },
    ),
  );
  return { rows, layout, keys: keys!, outputs };
}

/** As many facts as fit, counted by what the tape keeps of the blocks above and of the logits. */
function rowsPerPart(rows: readonly TargetRow[], info: ModelInfo, layer: number): number {
  const length = Math.max(...rows.map((row) => row.ids.length));
  const tokens = Math.max(...rows.map((row) => row.target.length));
  const cell = (12 * info.hiddenSize + 5 * info.keySize) * Math.max(info.blocks - 1 - layer, 1) * 4;
  const row = length * cell + tokens * info.vocabularySize * 4 * 4;
  return Math.max(1, Math.floor(PART_BYTES / row));
}
