import type { Engine, EngineId } from '@alphaedit/engine/node';
import type { WeightResidency } from '@alphaedit/model';
import type { CheckpointSummary } from '@alphaedit/model/node';
import type { ModelPort } from '@alphaedit/spec';
import type { Task } from '../ui/task.js';

/** Starts the engine asked for, or the best of the machine. */
async function openEngine(task: Task): Promise<Engine> {
  const { startEngine } = await import('@alphaedit/engine/node');
  const engine = await startEngine({ engine: task.engine as EngineId | 'auto' | undefined });
  task.warn(engine.warnings);
  return engine;
}

/** Starts the engine and puts a checkpoint on it, its weights kept as asked for or as the memory allows. */
export async function openModel(
  directory: string,
  task: Task,
): Promise<{ readonly engine: Engine; readonly model: ModelPort }> {
  const { inspectCheckpoint, loadModel } = await import('@alphaedit/model/node');
  // A folder that is no checkpoint is told before an engine is started for it.
  const summary = await inspectCheckpoint(directory);
  const engine = await openEngine(task);
  const weights = await residency(summary, engine, task);
  const { signal, onProgress } = task;
  const model = await loadModel(directory, { weights, signal, onProgress });
  return { engine, model };
}

async function residency(summary: CheckpointSummary, engine: Engine, task: Task): Promise<WeightResidency> {
  const { weights: wanted = 'auto' } = task;
  if (wanted !== 'auto') return wanted;
  const { chooseWeights } = await import('@alphaedit/model/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const { weights, bytes } = chooseWeights(summary, { engine: engine.id });
  if (weights !== 'float32') {
    const where = weights === 'stored' ? `as stored (${formatBytes(bytes.stored)})` : 'on disk';
    task.log(
      `Weights are kept ${where}: float32 would take ${formatBytes(bytes.float32)}, ${formatBytes(bytes.available)} are free. --weights chooses.`,
    );
  }
  return weights;
}
