import type { WeightResidency } from '@alphaedit/model';
import type { CheckpointSummary } from '@alphaedit/model/node';
import type { Task } from '../ui/task.js';

/** How `openModel` would keep the weights of a checkpoint, without starting an engine. */
export async function plannedWeights(
  summary: CheckpointSummary,
  { weights = 'auto', engine = process.env.ALPHAEDIT_ENGINE, signal }: Task,
): Promise<WeightResidency> {
  if (weights !== 'auto') return weights;
  const { chooseWeights } = await import('@alphaedit/model/node');
  if (engine && engine !== 'auto') return chooseWeights(summary, { engine }).weights;
  const { listEngines } = await import('@alphaedit/engine/node');
  const best = (await listEngines({ signal })).find(({ available }) => available)!;
  return chooseWeights(summary, { engine: best.id }).weights;
}
