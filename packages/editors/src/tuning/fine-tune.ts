import type { Compat, Fact, Matrix, ModelPort, NullSpaceProjector, Work } from '@alphaedit/spec';
import { EditError, eventLoopTurn, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { DeviceAdam } from './device-adam.js';
import { TuningProblem } from './tuning-problem.js';

/** The loss under which a batch counts as learnt, as published. */
const CONVERGED = 0.01;

/** One weight to tune, on which facts and how. */
export interface FineTuneRequest extends Work {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly layer: number;
  readonly steps: number;
  readonly learningRate: number;
  /** ε on every entry of Δ; 0 for none. */
  readonly bound: number;
  /** Where target tokens are read: each where it is predicted, or all at the end of the prompt. */
  readonly positions: 'own' | 'prompt-end';
  /** How targets become tokens. */
  readonly compat: Compat;
  readonly projector?: NullSpaceProjector;
}

/** What tuning made of a weight. */
export interface Tuned {
  /** Δ [dOut, dIn] */
  readonly delta: Matrix<Float32Array>;
  /** What the layer gives at each subject's last token with Δ in place, [facts, hiddenSize]. */
  readonly outputs: Matrix<Float32Array>;
  readonly outcomes: readonly {
    readonly steps: number;
    readonly loss: number;
    readonly targetProbability: number;
  }[];
}

/**
 * Δ of one weight by Adam on the mean over facts of −Σ log p(target token) / tokens, from 0, all facts in every
 * step. After a step the entries are cut to ±ε, then Δ ← ΔP.
 *
 * @throws {EditError} `tuning-diverged` when the loss is not finite
 */
export async function fineTune(request: FineTuneRequest): Promise<Tuned> {
  const { model, facts, layer, steps, learningRate, bound, projector, signal, onProgress } = request;
  const { dIn, dOut } = model.info.editable[layer]!;
  const problem = TuningProblem.of(request);
  // As [dIn, dOut]: keys come as rows.
  let deltaT = tf.keep(tf.zeros([dIn, dOut])) as tf.Tensor2D;
  const adam = new DeviceAdam([dIn, dOut], learningRate);
  const basis = projector && deviceBasis(projector);
  let taken = 0;
  try {
    for (let step = 0; step < steps; step++) {
      await eventLoopTurn();
      throwIfAborted(signal, 'fine-tuning');
      const { loss, gradient } = await problem.lossAndGradient(deltaT);
      try {
        if (!Number.isFinite(loss)) throw diverged(step);
        if (loss < CONVERGED) break;
        const moved = tf.tidy(() => {
          const free = tf.sub<tf.Tensor2D>(deltaT, adam.step(gradient));
          const cut = bound > 0 ? (tf.clipByValue(free, -bound, bound) as tf.Tensor2D) : free;
          return tf.keep(basis ? project(cut, basis, projector!.spans) : cut);
        });
        deltaT.dispose();
        deltaT = moved;
        taken = step + 1;
      } finally {
        gradient.dispose();
      }
      onProgress?.({
        stage: 'tune',
        done: Math.floor((facts.length * (step + 1)) / (steps + 1)),
        total: facts.length,
        unit: 'facts',
        detail: `step ${step + 1}/${steps}, loss ${loss.toPrecision(3)}`,
      });
    }
    onProgress?.({ stage: 'tune', done: facts.length, total: facts.length, unit: 'facts' });
    const { nll, outputs } = await problem.measure(deltaT);
    const delta = tf.tidy(() => tf.transpose(deltaT));
    const data = (await delta.data()) as Float32Array;
    delta.dispose();
    return {
      delta: { rows: dOut, cols: dIn, data },
      outputs: { rows: facts.length, cols: dOut, data: outputs },
      outcomes: Array.from(nll, (loss) => ({ steps: taken, loss, targetProbability: Math.exp(-loss) })),
    };
  } finally {
    tf.dispose([deltaT]);
    basis?.dispose();
    adam.dispose();
    problem.dispose();
  }
}

function deviceBasis({ basis }: NullSpaceProjector): tf.Tensor2D {
  return tf.keep(tf.tensor2d(Float32Array.from(basis.data), [basis.rows, basis.cols]));
}

/** P Δᵀ [dIn, dOut] from the thinner basis. */
function project(deltaT: tf.Tensor2D, basis: tf.Tensor2D, spans: 'null' | 'preserved'): tf.Tensor2D {
  if (basis.shape[1] === 0) return deltaT;
  const spanned = tf.matMul(basis, tf.matMul(basis, deltaT, true)) as tf.Tensor2D;
  return spans === 'null' ? spanned : tf.sub(deltaT, spanned);
}

function diverged(step: number): EditError {
  return new EditError({
    code: 'tuning-diverged',
    message: `The loss of fine-tuning stopped being a number at step ${step + 1}.`,
    hint: 'Lower learningRate, or bound the change with normConstraint.',
    kind: 'work',
    data: { step },
  });
}
