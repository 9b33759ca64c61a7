import type { EditSettings } from '@alphaedit/spec';
import { Adam } from './adam.js';

/** The loss under which a fact counts as learnt. */
const CONVERGED = 0.05;

/** The value of one fact while it is searched for, on the host: z = h₀ + delta. */
export class UnknownValue {
  readonly delta: Float64Array;
  /** Losses measured so far. */
  steps = 0;
  loss = Number.POSITIVE_INFINITY;
  nll = Number.POSITIVE_INFINITY;
  readonly #adam: Adam;
  readonly #decay: number;
  readonly #limit: number;

  /** @param size what clamp and decay are measured by: ‖h₀‖, or the norm of the MLP's part of it */
  constructor(
    readonly h0: Float64Array,
    size: number,
    { zLearningRate, zWeightDecay, clampNormFactor }: EditSettings,
  ) {
    this.delta = new Float64Array(h0.length);
    this.#adam = new Adam(h0.length, zLearningRate);
    this.#decay = zWeightDecay / size ** 2;
    this.#limit = clampNormFactor * size;
  }

  get converged(): boolean {
    return this.loss < CONVERGED;
  }

  /** Takes in the smooth part of the loss at `delta`; the weight decay is added to it. */
  measured(loss: number, nll: number): void {
    this.steps++;
    this.nll = nll;
    this.loss = loss + this.#decay * norm(this.delta);
  }

  /** One step of Adam against the gradient of the smooth part, and ‖delta‖ cut back to the clamp. */
  update(smooth: ArrayLike<number>): void {
    const { delta } = this;
    const gradient = Float64Array.from(smooth);
    const size = norm(delta);
    if (size > 0) for (let j = 0; j < delta.length; j++) gradient[j]! += (this.#decay * delta[j]!) / size;
    this.#adam.step(delta, gradient);
    const moved = norm(delta);
    if (moved > this.#limit) for (let j = 0; j < delta.length; j++) delta[j]! *= this.#limit / moved;
  }
}

/** ‖x‖ */
export function norm(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value * value;
  return Math.sqrt(sum);
}
