import type { Matrix, WeightDelta } from '@alphaedit/spec';
import type { DeltaStep } from './delta-step.js';
import { kthLargest } from './kth-largest.js';

/** Keeps the quotient finite where a weight is 0. */
const EPSILON = 1e-8;

/**
 * Keeps the `share` of the entries of Δ [dOut, dIn] with the largest |Δ / (W + 1e-8)| and sets the others to
 * 0. What is left has no thin form: the delta becomes dense, in float32.
 *
 * @see RECT, arXiv 2401.04700
 */
export const largestChangesStep = ({ share }: { readonly share: number }): DeltaStep => ({
  requires: [],
  settings: {
    share: {
      type: 'number',
      default: share,
      above: 0,
      maximum: 1,
      meaning: 'share of the entries of Δ that is kept, those with the largest |Δ / W|',
    },
  },
  async apply({ linalg, delta, weight, editorSettings }): Promise<WeightDelta> {
    const { parameter, orientation } = delta;
    const change: Matrix =
      delta.kind === 'dense'
        ? delta.value
        : await linalg.matmul(delta.left, delta.right, { transposeB: true });
    const W = (await weight()).data;
    const ratios = Float64Array.from(change.data, (value, i) => Math.abs(value / (W[i]! + EPSILON)));
    const kept = Math.max(1, Math.floor(Number(editorSettings.share) * ratios.length));
    const threshold = kthLargest(ratios.slice(), kept);
    const data = Float32Array.from(change.data, (value, i) => (ratios[i]! >= threshold ? value : 0));
    return { kind: 'dense', parameter, orientation, value: { ...change, data } };
  },
});
