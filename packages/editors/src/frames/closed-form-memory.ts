import { estimateWorkspace } from '@alphaedit/linalg';
import type { EditorRequirement, MemoryRequest, MemoryUse } from '@alphaedit/spec';

/** What of a closed form its memory depends on. */
export interface ClosedForm {
  readonly requires: readonly EditorRequirement[];
  readonly sequential: boolean;
  /** Whether several facts at a time are one solve; by default they are. */
  readonly batch?: boolean;
  /** Whether steps make Δ dense before it is handed out. */
  readonly dense?: boolean;
}

/** float64 */
const BYTES = 8;

/**
 * Memory of a closed form over the layers it edits, for keys of size d, N facts in batches of n:
 *
 * - statistics: the thinner basis of P [d, r] and a Cholesky factor of C₀ [d, d], by layer, as far as required;
 * - state of a sequential one: the mapped keys [d, N] and the factor over them [N, N], or [d, d] in its place
 *   once N > d, by layer;
 * - work: the larger of one layer's decomposition (or C₀ and the matrix factored), and one layer's solve: the state
 *   it replaces, keys and solution [d, n] three times and its system; with the factors of Δ of all layers, and for
 *   a dense Δ all of these in float32 and one in the making.
 */
export function closedFormMemory(
  { requires, sequential, batch = true, dense = false }: ClosedForm,
  { facts, batchSize, layers, provider }: MemoryRequest,
): MemoryUse {
  const projector = requires.includes('projector');
  const moment = requires.includes('secondMoment');
  const n = batch ? Math.min(batchSize, facts) : 1;
  let statistics = 0;
  let state = 0;
  let preparing = 0;
  let solving = 0;
  let changes = 0;
  for (const { dIn: d, dOut, nullDimension = d / 2 } of layers) {
    const basis = projector ? d * Math.min(nullDimension, d - nullDimension) : 0;
    statistics += BYTES * (basis + (moment ? d * d : 0));
    if (projector) {
      preparing = Math.max(preparing, BYTES * d * d + estimateWorkspace(d, 'eigh', { provider }).bytes);
    }
    if (moment) {
      preparing = Math.max(
        preparing,
        BYTES * 2 * d * d + estimateWorkspace(d, 'cholesky', { provider }).bytes,
      );
    }
    const history = sequential ? BYTES * (d * facts + Math.min(facts, d) ** 2) : 0;
    state += history;
    solving = Math.max(solving, history + BYTES * (3 * d * n + n * n));
    changes += BYTES * Math.min(batchSize, facts) * (d + dOut);
    if (dense) {
      changes += 4 * d * dOut;
      // The product in float64, W, the ratios and a copy of them.
      solving = Math.max(solving, (BYTES + 4 + 2 * BYTES) * d * dOut);
    }
  }
  return { statistics, state, work: Math.max(preparing, solving) + changes };
}
