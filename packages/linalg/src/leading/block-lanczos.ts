import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { seededRandom } from '@alphaedit/spec';
import { columns } from '../matrix/columns.js';
import { orthonormalRows } from './orthonormal-rows.js';

/** What a Krylov space says of a symmetric matrix. */
export interface RitzPairs {
  /** θ, ascending: each lies within its residual of an eigenvalue. */
  readonly values: Float64Array;
  /** ‖C v − θ v‖ of each, from the part of C that the space does not see. */
  readonly residuals: Float64Array;
  /**
   * About how many eigenvalues of C are at or above a bound, from the random start: d times the share of it that lies in
   * their span.
   */
  countFrom(bound: number): number;
  /** Ritz vectors from the `from`-th on, as rows [m − from, d]. */
  vectors(from: number): Promise<Matrix<Float64Array>>;
}

/**
 * Block Lanczos with full reorthogonalisation: an orthonormal basis V of span{Q, CQ, C²Q, …}, Q [d, b] random, in which
 * the eigenvalues at the ends of the spectrum of a symmetric C [d, d] show first. Takes 2 d² b operations a step for the
 * product with C and 8 d m b for the basis of m vectors. Where the space becomes invariant, new random directions join it,
 * so that an eigenvalue of any multiplicity is found. The start is fixed: the same matrix gives the same bits.
 *
 * @see Golub & Van Loan, Matrix Computations, §10.3.6
 */
export class BlockLanczos {
  readonly #linalg: LinearAlgebra;
  readonly #c: Matrix;
  readonly #block: number;
  readonly #random = seededRandom(1);
  /** V as rows [most, d], of which `size` are filled. */
  readonly #basis: Float64Array;
  /** Vᵀ C V, the columns of each block, [rows so far, b]. */
  readonly #projected: Matrix<Float64Array>[] = [];
  /** What C adds beyond the basis in the last step: C Q = V H + Q′ Lᵀ, L [b, b]. */
  #beyond: Float64Array;
  /** Vectors whose product with C is known. */
  #seen = 0;
  #size = 0;

  /** @param most vectors the basis may get, a multiple of `block` */
  constructor(linalg: LinearAlgebra, c: Matrix, block: number, most: number) {
    this.#linalg = linalg;
    this.#c = c;
    this.#block = block;
    this.#basis = new Float64Array((most + block) * c.rows);
    this.#beyond = new Float64Array(block * block);
  }

  /** m: vectors that the pairs are made of. */
  get size(): number {
    return this.#seen;
  }

  /** One product with C. */
  async step(): Promise<void> {
    const b = this.#block;
    if (this.#size === 0) await this.#join(this.#fresh(b));
    const last = this.#rows(this.#seen, this.#size);
    const next = await this.#linalg.matmul(last, this.#c);
    const coefficients = await this.#remove(next);
    this.#projected.push(coefficients);
    this.#seen = this.#size;
    this.#beyond = await this.#join(next);
  }

  /** What the products so far say. */
  async pairs(): Promise<RitzPairs> {
    const [m, b, d] = [this.#seen, this.#block, this.#c.rows];
    const { values, vectors } = await this.#linalg.eigh({ rows: m, cols: m, data: this.#square() });
    const residuals = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      for (let k = 0; k < b; k++) {
        let sum = 0;
        for (let r = 0; r < b; r++) sum += this.#beyond[r * b + k]! * vectors.data[(m - b + r) * m + i]!;
        residuals[i]! += sum * sum;
      }
      residuals[i] = Math.sqrt(residuals[i]!);
    }
    return {
      values,
      residuals,
      countFrom: (bound) => {
        let share = 0;
        for (let i = 0; i < m; i++) {
          if (values[i]! < bound) continue;
          for (let r = 0; r < b; r++) share += vectors.data[r * m + i]! ** 2;
        }
        return (d * share) / b;
      },
      vectors: async (from) => {
        return this.#linalg.matmul(columns(vectors, from, m), this.#rows(0, m), { transposeA: true });
      },
    };
  }

  #rows(from: number, to: number): Matrix<Float64Array> {
    const d = this.#c.rows;
    return { rows: to - from, cols: d, data: this.#basis.subarray(from * d, to * d) };
  }

  /** Vᵀ C V, symmetric: a column of a block is known down to the rows of the block itself. */
  #square(): Float64Array {
    const [m, b] = [this.#seen, this.#block];
    const square = new Float64Array(m * m);
    for (const [k, { rows, data }] of this.#projected.entries()) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < b; j++) {
          const value = data[i * b + j]!;
          square[i * m + k * b + j] = value;
          square[(k * b + j) * m + i] = value;
        }
      }
    }
    return square;
  }

  /** Rows without what of them lies in the basis, twice: once leaves rounding errors that grow. @returns Vᵀ of them */
  async #remove(rows: Matrix<Float64Array>): Promise<Matrix<Float64Array>> {
    const basis = this.#rows(0, this.#size);
    const total = { rows: this.#size, cols: rows.rows, data: new Float64Array(this.#size * rows.rows) };
    for (let pass = 0; pass < 2 && this.#size > 0; pass++) {
      const along = await this.#linalg.matmul(basis, rows, { transposeB: true });
      const spanned = await this.#linalg.matmul(along, basis, { transposeA: true });
      for (let i = 0; i < rows.data.length; i++) rows.data[i]! -= spanned.data[i]!;
      for (let i = 0; i < total.data.length; i++) total.data[i]! += along.data[i]!;
    }
    return total;
  }

  /** Adds rows, free of the basis, to it. @returns L with rows = L · what was added */
  async #join(rows: Matrix<Float64Array>): Promise<Float64Array> {
    const { factor, dependent } = orthonormalRows(rows);
    if (dependent.length > 0) {
      const others = this.#fresh(dependent.length);
      await this.#remove(others);
      orthonormalRows(rows, { replace: dependent, by: others });
    }
    this.#basis.set(rows.data, this.#size * rows.cols);
    this.#size += rows.rows;
    return factor;
  }

  #fresh(rows: number): Matrix<Float64Array> {
    const cols = this.#c.rows;
    return { rows, cols, data: Float64Array.from({ length: rows * cols }, () => 2 * this.#random() - 1) };
  }
}
