import type { EditDiagnostics, Warning } from '@alphaedit/spec';
import { plural } from '@alphaedit/spec';

/** Below this probability of its target, an optimised value does not make the model say it. */
const LIKELY = 0.5;
/**
 * Mean ‖z − h‖ / ‖z‖ after a batch from which on the weights have not taken its values. On the model that ships, 50 facts a
 * batch, healthy batches have 0.08 to 0.39 (alphaedit over 1020 facts, memit over 350), and memit's last before it collapses 1.8.
 */
const FAR = 0.75;

/**
 * What of a batch has not got where it should: facts whose value does not make the target likely, so that no change of
 * weights can, and values that the changed weights do not produce.
 *
 * @param from number of the batch's first fact in the run, counted from 0
 */
export function progressWarnings(from: number, { values, residual }: EditDiagnostics): Warning[] {
  const unlikely = values.flatMap(({ targetProbability }, i) =>
    targetProbability < LIKELY ? [{ number: from + i + 1, targetProbability }] : [],
  );
  const warnings: Warning[] = [];
  if (unlikely.length > 0) {
    const named = unlikely.map(({ number, targetProbability: p }) => `#${number} (${p.toPrecision(2)})`);
    warnings.push({
      code: 'values-unlikely',
      message: `The values of ${unlikely.length} of ${plural(values.length, 'fact')} do not make their targets likely: ${named.slice(0, 5).join(', ')}${named.length > 5 ? ', …' : ''}. Look at their prompts and targets, or give more \`zSteps\`.`,
      data: { facts: unlikely },
    });
  }
  if (residual > FAR) {
    warnings.push({
      code: 'residual-large',
      message: `The weights do not give the values of facts ${from + 1} to ${from + Math.max(values.length, 1)} (residual ${residual.toPrecision(2)}): the null space may be too small, or the model is worn out.`,
      data: { residual },
    });
  }
  return warnings;
}
