import type { EditSettings, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { lossAndGradient } from './loss-and-gradient.js';
import { norm, UnknownValue } from './unknown-value.js';
import { essenceLogProbabilities, statesToRead } from './value-loss.js';
import { type FactRows, prepareValues, selectFacts, type ValueProblem } from './value-problem.js';
import type { ValueNorm } from './value-request.js';

/** Converged facts are dropped from the grid when this share of it is still at work, not one by one. */
const COMPACT_AT = 0.75;

/**
 * The search for the values of a group of facts: prepare it, step it until no fact is at work, dispose of it. Facts that
 * have converged keep their value, and leave the grid when enough of them have.
 */
export class ValueSearch {
  /** By fact of the group. */
  readonly values: readonly UnknownValue[];
  readonly #model: ModelPort;
  readonly #settings: EditSettings;
  /** The problem of the whole group, with log p of its essence rows before any delta [facts, vocabulary] … */
  readonly #whole: { readonly problem: ValueProblem; readonly initial: tf.Tensor2D };
  /** … and of the facts still in the grid. */
  #grid: { readonly problem: ValueProblem; readonly initial: tf.Tensor2D; readonly facts: readonly number[] };
  readonly #atWork: Set<number>;

  private constructor(
    model: ModelPort,
    settings: EditSettings,
    whole: { readonly problem: ValueProblem; readonly initial: tf.Tensor2D },
    values: readonly UnknownValue[],
  ) {
    const facts = values.map((_, f) => f);
    this.#model = model;
    this.#settings = settings;
    this.values = values;
    this.#whole = whole;
    this.#grid = { ...whole, facts };
    this.#atWork = new Set(facts);
  }

  /** Computes all that no delta changes. */
  static async prepare(
    model: ModelPort,
    settings: EditSettings,
    rows: readonly FactRows[],
    valueNorm: ValueNorm = 'block',
  ): Promise<ValueSearch> {
    const { problem, h0, mlp } = prepareValues(model, rows, settings.layers.at(-1)!);
    const initial = tf.tidy(() =>
      essenceLogProbabilities(model, problem, statesToRead(model, problem, settings, undefined).hidden),
    );
    const start = await h0.data();
    const measure = valueNorm === 'mlp' ? await mlp.data() : start;
    tf.dispose([h0, mlp]);
    const d = model.info.hiddenSize;
    const rowOf = (all: ArrayLike<number>, f: number) =>
      Float64Array.from({ length: d }, (_, j) => all[f * d + j]!);
    const values = rows.map((_, f) => new UnknownValue(rowOf(start, f), norm(rowOf(measure, f)), settings));
    return new ValueSearch(model, settings, { problem, initial }, values);
  }

  /** Facts that have not converged. */
  get atWork(): number {
    return this.#atWork.size;
  }

  /**
   * Measures the loss of every fact at work, and moves those that go on.
   *
   * @param last measure only
   * @returns the first fact whose loss is not finite, where there is one
   */
  async step(last: boolean): Promise<number | undefined> {
    this.#compact();
    const { problem, initial, facts } = this.#grid;
    const deltas = facts.map((f) => this.values[f]!.delta);
    const { loss, nll, gradient } = await lossAndGradient(
      this.#model,
      problem,
      this.#settings,
      deltas,
      initial,
      last,
    );
    const d = this.#model.info.hiddenSize;
    for (const [i, f] of facts.entries()) {
      if (!this.#atWork.has(f)) continue;
      const value = this.values[f]!;
      value.measured(loss[i]!, nll[i]!);
      if (!Number.isFinite(value.loss)) return f;
      if (value.converged) this.#atWork.delete(f);
      else if (!last) value.update(gradient!.subarray(i * d, (i + 1) * d));
    }
    return undefined;
  }

  /** Leaves the facts that have converged out of the grid, where that is worth a new one. */
  #compact(): void {
    if (this.#atWork.size > COMPACT_AT * this.#grid.facts.length) return;
    const facts = [...this.#atWork];
    const problem = selectFacts(this.#model, this.#whole.problem, facts);
    const initial = tf.tidy(() =>
      tf.gather(this.#whole.initial, tf.tensor1d(Int32Array.from(facts), 'int32')),
    );
    this.#disposeGrid();
    this.#grid = { problem, initial, facts };
  }

  #disposeGrid(): void {
    if (this.#grid.problem === this.#whole.problem) return;
    this.#grid.problem.dispose();
    this.#grid.initial.dispose();
  }

  dispose(): void {
    this.#disposeGrid();
    this.#whole.problem.dispose();
    this.#whole.initial.dispose();
  }
}
