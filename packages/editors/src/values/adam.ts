const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam on the host for one vector, as PyTorch computes it:
 * x ← x − lr · m̂ / (√v̂ + ε) with bias-corrected moments.
 *
 * @see Kingma & Ba, arXiv 1412.6980
 */
export class Adam {
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  #steps = 0;

  constructor(
    size: number,
    readonly learningRate: number,
  ) {
    this.#m = new Float64Array(size);
    this.#v = new Float64Array(size);
  }

  /** Updates `x` in place. */
  step(x: Float64Array, gradient: ArrayLike<number>): void {
    this.#steps++;
    const m = this.#m;
    const v = this.#v;
    const scale1 = 1 / (1 - BETA_1 ** this.#steps);
    const scale2 = 1 / (1 - BETA_2 ** this.#steps);
    for (let i = 0; i < x.length; i++) {
      const g = gradient[i]!;
      m[i] = BETA_1 * m[i]! + (1 - BETA_1) * g;
      v[i] = BETA_2 * v[i]! + (1 - BETA_2) * g * g;
      x[i]! -= (this.learningRate * m[i]! * scale1) / (Math.sqrt(v[i]! * scale2) + EPSILON);
    }
  }
}
