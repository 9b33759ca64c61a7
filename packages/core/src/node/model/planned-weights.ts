import { listEngines } from '@alphaedit/engine/node';
import type { WeightResidency } from '@alphaedit/model';
import { type CheckpointSummary, chooseWeights } from '@alphaedit/model/node';
import type { Work } from '@alphaedit/spec';
import type { ModelOptions } from './open-model.js';

/**
 * How `openModel` would keep the weights of a checkpoint, without starting an engine.
 *
 * @param options the engine asked for, or one that is started already: without it each one is tried
 */
export async function plannedWeights(
  summary: CheckpointSummary,
  { weights = 'auto', engine, signal }: Pick<ModelOptions, 'weights'> & Work & { readonly engine?: string },
): Promise<WeightResidency> {
  if (weights !== 'auto') return weights;
  const wanted = engine ?? process.env.ALPHAEDIT_ENGINE;
  if (wanted && wanted !== 'auto') return chooseWeights(summary, { engine: wanted }).weights;
  const best = (await listEngines({ signal })).find(({ available }) => available)!;
  return chooseWeights(summary, { engine: best.id }).weights;
}
