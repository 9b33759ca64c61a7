import { openRun, runExists } from '@alphaedit/artifacts/node';
import { startEngine } from '@alphaedit/engine/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { EditorSettingValue, Warning } from '@alphaedit/spec';
import { nullSpaceThreshold, requirementsOf, throwIfAborted } from '@alphaedit/spec';
import { lineageOf } from '../model/lineage-of.js';
import type { ModelOptions } from '../model/open-model.js';
import { plannedWeights } from '../model/planned-weights.js';
import { resolveAllSettings } from '../settings/resolve-settings.js';
import { statisticsFor } from '../statistics/statistics-for.js';
import { storedNullSpace } from '../statistics/stored-null-space.js';
import { readEditInputs, readingModel } from './edit-inputs.js';
import type { EditFactsOptions } from './edit-options.js';
import { estimateMemory, type MemoryEstimate } from './estimate-memory.js';
import { estimateTime, type TimeEstimate } from './estimate-time.js';
import { historyFor, withoutHistory } from './history-of.js';

/** What an edit would do. */
export interface EditPreview {
  readonly dryRun: true;
  /** The run folder, if one was named. */
  readonly run: string | undefined;
  /** Batches the folder holds already. */
  readonly continues: number | undefined;
  readonly editor: string;
  readonly settings: Readonly<Record<string, EditorSettingValue | readonly number[] | undefined>>;
  readonly facts: number;
  readonly batchSize: number;
  readonly batches: readonly { readonly facts: number }[];
  /** Those whose weights would change. */
  readonly layers: readonly {
    readonly layer: number;
    readonly parameter: string;
    readonly dimension: number;
    /** Rank of the projector; null until the second moment is decomposed, nothing where the editor does not use it. */
    readonly nullDimension: number | null | undefined;
  }[];
  readonly memory: MemoryEstimate;
  /** On the engine that would be used. */
  readonly time: TimeEstimate;
  /** One for every record that makes no fact. */
  readonly badFacts: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/**
 * What `editFacts` would do with the same options, and about how long that takes (a product is measured on the engine), without loading a weight, decomposing a matrix or writing
 * anything, or running the code of a package (but with `loadPackages`): settings, batches, memory, what the null space leaves at each layer, and which facts cannot be edited.
 *
 * @param directory checkpoint folder
 */
export async function previewEdit(
  directory: string,
  options: EditFactsOptions & ModelOptions,
): Promise<EditPreview> {
  // Every bad fact is reported, not only the first.
  const reading = await readingModel(directory, options);
  const inputs = await readEditInputs(
    { ...options, loadPackages: options.loadPackages ?? false, onBadFact: 'skip' },
    reading,
  );
  const { facts, batchSize, out, signal } = inputs;
  const { editor } = inputs.editor;
  const { ignoreConfigFields, strictConfig } = options;
  const info = await inspectCheckpoint(directory, { ignoreConfigFields, strictConfig });
  const sources = { info, model: directory, settings: inputs.settings, layers: inputs.layers };
  const { settings, editorSettings } = await resolveAllSettings(sources, editor);
  const linalg = createLinearAlgebra();
  const lineage = await lineageOf(directory, inputs);
  const history = await historyFor(inputs, lineage);
  const statistics = await statisticsFor(editor, editorSettings, inputs.statistics, {
    linalg,
    lineage,
    modelHash: () => contentHash(directory),
    tokenizer: reading.tokenizer,
    layers: settings.layers,
    collection: inputs.collection,
  });

  const warnings: Warning[] = [
    ...info.warnings,
    ...lineage.warnings,
    ...(history ? [] : withoutHistory(editor, lineage)),
  ];
  const edited = new Set(editor.editedLayers?.(settings.layers) ?? settings.layers);
  const layers = [];
  const shapes = [];
  for (const layer of settings.layers) {
    throwIfAborted(signal, 'looking at the null space');
    const { name, dIn, dOut } = info.editable[layer]!;
    let nullDimension: number | null | undefined;
    if (statistics && requirementsOf(editor, editorSettings).includes('projector')) {
      const left = await storedNullSpace(statistics, layer, nullSpaceThreshold(settings));
      nullDimension = left?.nullDimension ?? null;
      if (edited.has(layer)) warnings.push(...(left?.warnings ?? [nullSpaceUnknown(layer)]));
    } else await statistics?.secondMoment(layer);
    if (edited.has(layer)) layers.push({ layer, parameter: name, dimension: dIn, nullDimension });
    shapes.push({ dIn, dOut, nullDimension: nullDimension ?? undefined });
  }
  const engine = await startEngine({ engine: options.engine });
  const batches = [];
  for (let from = 0; from < facts.length; from += batchSize) {
    batches.push({ facts: Math.min(batchSize, facts.length - from) });
  }
  return {
    dryRun: true,
    run: out,
    continues: out !== undefined && runExists(out) ? (await openRun(out)).batches.length : undefined,
    editor: editor.id,
    settings: { ...settings, ...editorSettings },
    facts: facts.length,
    batchSize,
    batches,
    layers,
    memory: estimateMemory({
      info,
      residency: await plannedWeights(info, { ...options, engine: engine.id }),
      editor,
      facts: facts.length,
      batchSize,
      layers: shapes,
      provider: linalg.provider,
    }),
    time: estimateTime({ info, tokenizer: reading.tokenizer!, settings, facts, templates: inputs.templates }),
    badFacts: inputs.warnings.filter(isError),
    warnings: [...inputs.warnings.filter((warning) => !isError(warning)), ...warnings],
  };
}

const isError = ({ data }: Warning) => data?.severity === 'error';

function nullSpaceUnknown(layer: number): Warning {
  return {
    code: 'null-space-unknown',
    message: `Layer ${layer}: what the null space leaves is unknown until the second moment is decomposed.`,
    data: { layer },
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
