import type { EditDiagnostics, Warning } from '@alphaedit/spec';
import type { EditedBatch } from './edit-in-batches.js';
import { progressWarnings } from './progress-warnings.js';
import type { BatchHealth, HealthWatch } from './watch-health.js';

/** Figures of one edited batch, as run folders record them. */
export interface BatchFigures {
  /** From 1. */
  readonly batch: number;
  /** The batch holds the facts `from` (counted from 0) up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Facts of earlier batches, counted from 0, whose change it takes out; nothing where there are none. */
  readonly takesOut?: readonly number[];
  readonly seconds: number;
  /** Mean over facts of ‖z − h‖ / ‖z‖ after the batch. */
  readonly residual: number;
  /** ‖ΔW‖ (Frobenius) by layer. */
  readonly deltaNorm: Readonly<Record<string, number>>;
  /** z optimisation, by fact. */
  readonly values: EditDiagnostics['values'];
  /** Perplexity of the model's own text, as a multiple of what it was before the run; nothing where it was not watched. */
  readonly perplexityRatio?: number;
  /** How the model stood after the batch; nothing where it was not watched. */
  readonly health?: Omit<BatchHealth, 'perplexityRatio'>;
  readonly warnings: readonly Warning[];
}

/** The figures of a batch, without its matrices. */
export function batchFigures(
  { batch, from, to, seconds, plan, takesOut }: EditedBatch,
  watched?: Awaited<ReturnType<HealthWatch['after']>>,
): BatchFigures {
  const { residual, deltaNorm, values } = plan.diagnostics;
  return {
    ...{ batch, from, to, seconds, residual, deltaNorm, values },
    ...(takesOut.length > 0 && { takesOut }),
    ...(watched && healthFigures(watched.health)),
    warnings: [...plan.warnings, ...progressWarnings(from, plan.diagnostics), ...(watched?.warnings ?? [])],
  };
}

function healthFigures({ perplexityRatio, ...health }: BatchHealth) {
  return { perplexityRatio, health };
}

/** One batch in a line: how many facts, how long, how far from its aim, how much it changed. */
export interface BatchSummary {
  readonly batch: number;
  readonly facts: number;
  readonly seconds: number;
  readonly residual: number;
  readonly deltaNorm: Readonly<Record<string, number>>;
  /** Mean p(target) at the end of the z optimisations; nothing for an editor without values. */
  readonly targetProbability: number | undefined;
  /** Perplexity of the model's own text, as a multiple of what it was before the run; nothing where it was not watched. */
  readonly perplexityRatio?: number;
  /** How the model stood after the batch; nothing where it was not watched. */
  readonly health?: Omit<BatchHealth, 'perplexityRatio'>;
}

/** @see BatchSummary */
export function batchSummary({
  batch,
  from,
  to,
  seconds,
  residual,
  deltaNorm,
  values,
  perplexityRatio,
  health,
}: BatchFigures): BatchSummary {
  const sum = values.reduce((total, { targetProbability }) => total + targetProbability, 0);
  return {
    batch,
    facts: to - from,
    seconds,
    residual,
    deltaNorm,
    targetProbability: values.length > 0 ? sum / values.length : undefined,
    ...(perplexityRatio !== undefined && { perplexityRatio }),
    ...(health && { health }),
  };
}
