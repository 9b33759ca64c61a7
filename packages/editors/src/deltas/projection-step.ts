import { projectorOf } from '../statistics/projector-of.js';
import type { DeltaStep } from './delta-step.js';
import { projectDelta } from './project-delta.js';

/** Δ ← ΔP, after steps that lead out of the null space. */
export const projectionStep: DeltaStep = {
  requires: ['projector'],
  apply: async ({ delta, layer, settings, statistics }) =>
    projectDelta(delta, await projectorOf(statistics, layer, settings)),
};
