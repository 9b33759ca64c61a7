import type { AppliedDelta } from '@alphaedit/editors';
import type { LinearAlgebra, Matrix, ModelPort } from '@alphaedit/spec';
import {
  type LeadingSubspace,
  leadingSubspace,
  leadingSubspaceOperations,
  subspaceOverlap,
} from './leading-subspace.js';

/** Operations a second that linear algebra without a native library does, about. */
const RATE = 1e9;
/** Singular vectors that are compared. */
const LEADING = 16;

/** Compares edited weights with what they were: keeps the weights before their first change. */
export class WeightHealth {
  readonly #original = new Map<string, Matrix<Float32Array>>();
  readonly #subspaces = new Map<string, { readonly original: LeadingSubspace; last: LeadingSubspace }>();

  constructor(
    private readonly model: ModelPort,
    private readonly linalg: Pick<LinearAlgebra, 'matmul' | 'svd'>,
  ) {}

  /** Notes what a change replaced; only the first change of a weight counts. */
  note({ before }: AppliedDelta): void {
    for (const [parameter, weight] of before) {
      if (!this.#original.has(parameter)) this.#original.set(parameter, weight);
    }
  }

  /** ‖W − W₀‖ / ‖W₀‖ (Frobenius) by layer: of the whole change so far. */
  weightRatio(): Promise<Record<string, number>> {
    return this.#byLayer(async (_, original, weight) => {
      const [before, now] = [original.data, weight.data];
      let [change, size] = [0, 0];
      // By index: an iterator over tens of millions of values, after every batch, takes twice as long.
      for (let i = 0; i < before.length; i++) {
        change += (now[i]! - before[i]!) ** 2;
        size += before[i]! ** 2;
      }
      return Math.sqrt(change / size);
    });
  }

  /** About how long `learnSubspaces` takes at most. */
  learningSeconds(): number {
    const weights = [...this.#original.values()];
    return weights.reduce((sum, weight) => sum + leadingSubspaceOperations(weight, LEADING), 0) / RATE;
  }

  /** Finds the leading singular vectors of W₀ where that was not done yet: several times the work of comparing with them. */
  async learnSubspaces(): Promise<void> {
    for (const [parameter, weight] of this.#original) {
      if (this.#subspaces.has(parameter)) continue;
      const original = await leadingSubspace(this.linalg, weight, { k: LEADING });
      this.#subspaces.set(parameter, { original, last: original });
    }
  }

  /** Overlap of the leading singular subspaces with those of W₀, by layer: 1 for the same. @see subspaceOverlap */
  async subspaceOverlap(): Promise<Record<string, number>> {
    const { linalg } = this;
    await this.learnSubspaces();
    return this.#byLayer(async (parameter, _, weight) => {
      const held = this.#subspaces.get(parameter)!;
      held.last = await leadingSubspace(linalg, weight, { k: LEADING, start: held.last.v });
      return subspaceOverlap(linalg, held.original, held.last);
    });
  }

  async #byLayer(
    measure: (parameter: string, original: Matrix, weight: Matrix) => Promise<number>,
  ): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const { name, block } of this.model.info.editable) {
      const original = this.#original.get(name);
      if (original) found[block] = await measure(name, original, await this.model.readWeight(name));
    }
    return found;
  }
}
