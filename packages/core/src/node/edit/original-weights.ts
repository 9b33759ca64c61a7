import type { AppliedDelta } from '@alphaedit/editors';
import type { Matrix, ModelPort } from '@alphaedit/spec';

/** Weights as they were before the first change to each, in float32. */
export class OriginalWeights {
  readonly #before = new Map<string, Matrix<Float32Array>>();

  /** Notes what a change replaced; only the first change of a weight counts. */
  note({ before }: AppliedDelta): void {
    for (const [parameter, weight] of before) {
      if (!this.#before.has(parameter)) this.#before.set(parameter, weight);
    }
  }

  /** Puts every weight back, bit for bit. */
  async restore(model: ModelPort): Promise<void> {
    for (const [parameter, weight] of this.#before) await model.writeWeight(parameter, weight);
  }

  /** Runs `work` on the model as it was, and leaves it as it is now. */
  async during<T>(model: ModelPort, work: () => Promise<T>): Promise<T> {
    const now = new Map<string, Matrix<Float32Array>>();
    for (const parameter of this.#before.keys()) now.set(parameter, await model.readWeight(parameter));
    try {
      await this.restore(model);
      return await work();
    } finally {
      for (const [parameter, weight] of now) await model.writeWeight(parameter, weight);
    }
  }
}
