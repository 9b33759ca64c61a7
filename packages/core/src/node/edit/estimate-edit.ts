import { inspectCheckpoint } from '@alphaedit/model/node';
import type { ModelOptions, OpenedModel } from '../model/open-model.js';
import { plannedWeights } from '../model/planned-weights.js';
import { resolveAllSettings } from '../settings/resolve-settings.js';
import type { EditInputs } from './edit-inputs.js';
import { estimateMemory, type MemoryEstimate } from './estimate-memory.js';
import { estimateTime, type TimeEstimate } from './estimate-time.js';

/** What an edit would take, told before it begins. */
export interface EditEstimate {
  readonly time: TimeEstimate;
  readonly memory: MemoryEstimate;
}

/** About how long an edit of an opened model takes, and what it holds: what `previewEdit` says, without the statistics. */
export async function estimateEdit(
  { directory, port, linalg, engine }: OpenedModel,
  inputs: EditInputs & ModelOptions,
): Promise<EditEstimate> {
  const { facts, batchSize, templates } = inputs;
  const { editor } = inputs.editor;
  const info = await inspectCheckpoint(directory, inputs);
  const sources = { info, model: directory, settings: inputs.settings, layers: inputs.layers };
  const { settings } = await resolveAllSettings(sources, editor);
  const residency = await plannedWeights(info, { ...inputs, engine: engine.id });
  const layers = settings.layers.map((layer) => info.editable[layer]!);
  return {
    time: estimateTime({ info, tokenizer: port.tokenizer, settings, facts, templates }),
    memory: estimateMemory({
      ...{ info, residency, editor, facts: facts.length, batchSize, layers },
      provider: linalg.provider,
    }),
  };
}
