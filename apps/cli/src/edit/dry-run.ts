import { openRun, runExists } from '@alphaedit/artifacts/node';
import { assertStatisticsFor } from '@alphaedit/covariance';
import { nullSpaceThreshold } from '@alphaedit/editors';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { Task } from '../ui/task.js';
import { plannedWeights } from '../work/planned-weights.js';
import { estimateMemory } from './estimate-memory.js';
import { type EditOptions, openInputs } from './open-inputs.js';
import { resolveAllSettings } from './resolve-settings.js';
import { statisticsFor } from './statistics-for.js';

/**
 * What an edit would do, without loading a weight or writing to its folder: settings, batches, memory, what the
 * null space leaves at each layer, and which facts cannot be edited.
 */
export async function dryRun(directory: string, options: EditOptions, task: Task) {
  const { editor, facts, warnings: badFacts } = await openInputs(options);
  const info = await inspectCheckpoint(directory);
  const { settings: file, set, layers } = options;
  const sources = { info, model: directory, file, set, layers };
  const { settings, editorSettings } = await resolveAllSettings(sources, editor);
  const linalg = createLinearAlgebra();
  const statistics = await statisticsFor(editor, options.stats, linalg);
  if (statistics) assertStatisticsFor(statistics, await contentHash(directory));

  const warnings: Warning[] = [];
  const perLayer = [];
  const shapes = [];
  for (const layer of settings.layers) {
    throwIfAborted(task.signal, 'looking at the null space');
    const { name, dIn, dOut } = info.editable[layer]!;
    let nullDimension: number | undefined;
    if (statistics && editor.requires.includes('projector')) {
      const projector = await statistics.projector(layer, nullSpaceThreshold(settings));
      nullDimension = projector.nullDimension;
      warnings.push(...projector.warnings);
    } else await statistics?.secondMoment(layer);
    perLayer.push({ layer, parameter: name, dimension: dIn, nullDimension });
    shapes.push({ dIn, dOut, nullDimension });
  }
  const sizes = [];
  for (let from = 0; from < facts.length; from += options.batch) {
    sizes.push({ facts: Math.min(options.batch, facts.length - from) });
  }
  const existing = runExists(options.out) ? await openRun(options.out) : undefined;
  return {
    dryRun: true,
    run: options.out,
    continues: existing?.batches.length,
    editor: editor.id,
    settings: { ...settings, ...editorSettings },
    facts: facts.length,
    batches: sizes,
    layers: perLayer,
    memory: estimateMemory({
      info,
      residency: await plannedWeights(info, task),
      editor,
      facts: facts.length,
      batchSize: options.batch,
      layers: shapes,
      provider: linalg.provider,
    }),
    badFacts,
    warnings,
  };
}

async function contentHash(directory: string): Promise<string> {
  const folder = await openCheckpoint(directory);
  try {
    return await folder.tensors.digest();
  } finally {
    await folder.close();
  }
}
