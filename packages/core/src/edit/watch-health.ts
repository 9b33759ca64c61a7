import { type AppliedDelta, undoDelta } from '@alphaedit/editors';
import type { Fact, LinearAlgebra, ModelPort, Warning, Work } from '@alphaedit/spec';
import { ownPerplexityRatio, writeOwnText } from '../measure/own-text.js';
import type { EditedBatch } from './edit-in-batches.js';
import { forgettingWarning, type HealthLimits, healthLimits, verdictOn } from './health/health-limits.js';
import { FIRST_FACTS, nextAsked, type SaidShare, saidShare } from './health/said-share.js';
import { SpacedMeasure } from './health/spaced-measure.js';
import { WeightHealth } from './health/weight-health.js';

/** How a model stands after a batch. */
export interface BatchHealth {
  /** Perplexity of the model's own text, as a multiple of what it was before the run. */
  readonly perplexityRatio: number;
  /** ‖W − W₀‖ / ‖W₀‖ of the whole change so far, by layer. */
  readonly weightRatio: Readonly<Record<string, number>>;
  /** Overlap of the 16 leading singular vectors with those of W₀, by layer; not after every batch. */
  readonly subspaceOverlap?: Readonly<Record<string, number>>;
  /** Facts of this batch that the model says. */
  readonly lastSaid: SaidShare;
  /** Of the first facts edited, those that it still says; not after every batch. */
  readonly firstSaid?: SaidShare;
  /** Wall seconds of measuring. */
  readonly seconds: number;
}

/** What is watched, and where it ends. */
export interface WatchRequest extends HealthLimits, Work {
  /** Facts of the whole run, in order. */
  readonly facts: readonly Fact[];
  readonly linalg: LinearAlgebra;
  readonly seed?: number;
}

/** Watches over a model while it is edited. */
export interface HealthWatch {
  /** Has to be told every change of the weights, those of an earlier part of the run too. */
  note(applied: AppliedDelta): void;
  /** How the model stands after a batch. @throws {EditError} `model-collapsing`: the batch is taken back */
  after(batch: EditedBatch): Promise<{ readonly health: BatchHealth; readonly warnings: readonly Warning[] }>;
}

/** Share of the time of editing that each of the spaced measures may cost. */
const SHARE = 0.01;

/**
 * Watches over a model while it is edited: it writes a text now, whose perplexity is measured after each batch, with the
 * change of the weights and the facts it says. What costs more than a hundredth of the editing is measured less often.
 *
 * @param request `maxPerplexityRatio`: `Infinity` watches over nothing
 * @returns nothing where nothing is watched
 * @throws {SettingsError} `setting-out-of-range`
 */
export async function watchHealth(model: ModelPort, request: WatchRequest): Promise<HealthWatch | undefined> {
  const limits = healthLimits(request);
  if (limits.maxPerplexityRatio === Number.POSITIVE_INFINITY) return undefined;
  const { facts, linalg, seed, signal } = request;
  const own = await writeOwnText(model, { seed, signal });
  const weights = new WeightHealth(model, linalg);
  const next = nextAsked(facts);
  let edited = 0;
  let firstMost = 0;
  /** Told once. */
  let forgotten = false;
  const subspaces = new SpacedMeasure({
    measure: () => weights.subspaceOverlap(),
    prepare: () => weights.learnSubspaces(),
    expected: () => weights.learningSeconds(),
    share: SHARE,
  });
  const first = new SpacedMeasure({
    measure: () =>
      saidShare(model, facts, { from: 0, to: Math.min(FIRST_FACTS, edited), edited, next }, { signal }),
    share: SHARE,
  });
  return {
    note: (applied) => weights.note(applied),
    async after(batch) {
      const { from, to, applied } = batch;
      const started = performance.now();
      if (applied) weights.note(applied);
      edited = to;
      const perplexityRatio = await ownPerplexityRatio(model, own, { signal });
      const weightRatio = await weights.weightRatio();
      const { error, warnings } = verdictOn(batch, { perplexityRatio, weightRatio }, limits);
      if (error) {
        if (applied) await undoDelta(model, applied);
        throw error;
      }
      const lastSaid = await saidShare(model, facts, { from, to, edited, next }, { signal });
      const subspaceOverlap = await subspaces.after(batch.seconds);
      const firstSaid = await first.after(batch.seconds);
      const health: BatchHealth = {
        perplexityRatio,
        weightRatio,
        ...(subspaceOverlap && { subspaceOverlap }),
        lastSaid,
        ...(firstSaid && { firstSaid }),
        seconds: (performance.now() - started) / 1000,
      };
      firstMost = Math.max(firstMost, firstSaid?.said ?? 0);
      const forgetting = forgotten || !firstSaid ? undefined : forgettingWarning(batch, firstSaid, firstMost);
      if (forgetting) forgotten = true;
      return { health, warnings: forgetting ? [...warnings, forgetting] : warnings };
    },
  };
}
