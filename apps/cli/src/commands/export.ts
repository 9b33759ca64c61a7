import { Command, Option } from 'commander';
import type { Exported } from '../export/open-exported.js';
import { example } from '../ui/example.js';
import { formatNumber } from '../ui/format.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action, type Result, type Task } from '../ui/task.js';

interface Options {
  readonly format: 'pack' | 'safetensors' | 'lora';
  readonly out: string;
  readonly model?: string;
  readonly rank?: number;
  readonly baseName?: string;
}

/** Name of the file an export as a pack writes. */
const PACK_FILE = 'edit-pack.safetensors';
/** Part of the change that may go in rounding before it is worth a warning. */
const ROUNDED_AWAY = 0.1;

export const exportCommand = (): Command =>
  new Command('export')
    .description(
      'write the edits of a run as something to ship: an edited checkpoint, a LoRA adapter, or one small file',
    )
    .argument('<run>', 'run folder that `alphaedit edit` wrote, or an edit pack')
    .addOption(
      new Option(
        '--format <format>',
        'safetensors: the whole edited checkpoint, as any program reads it; lora: an adapter for PEFT; pack: one small file, applied with --edits',
      )
        .choices(['safetensors', 'lora', 'pack'])
        .default('pack'),
    )
    .requiredOption('--out <folder>', 'where to write it')
    .option('--model <folder>', 'the checkpoint the run was made from, for safetensors and lora')
    .option(
      '--rank <r>',
      'lora: rank per weight at most; without it the adapter is the exact edit',
      wholeNumber(1),
    )
    .option(
      '--base-name <name>',
      'lora: what the adapter calls its base model (default: the name in the run)',
    )
    .addHelpText(
      'after',
      example(
        'alphaedit export runs/first --format safetensors --model models/demo --out edited',
        'alphaedit export runs/first --format lora --model models/demo --out adapter',
        'alphaedit export runs/first --format pack --out shipped',
      ),
    )
    .action(
      action<Options>(async (task, [path], options) => {
        const { openExported } = await import('../export/open-exported.js');
        const exported = await openExported(path!);
        if (options.format === 'pack') return writePack(path!, exported, options);
        const model = await modelOf(options);
        return options.format === 'safetensors'
          ? writeCheckpoint(path!, exported, { ...options, model }, task)
          : writeAdapter(path!, exported, { ...options, model });
      }),
    );

async function modelOf({ model, format }: Options): Promise<string> {
  if (model !== undefined) return model;
  const { SettingsError } = await import('@alphaedit/spec');
  throw new SettingsError({
    code: 'model-missing',
    message: `Exporting as ${format} needs the checkpoint the run was made from.`,
    hint: 'Give --model MODEL.',
  });
}

async function writePack(run: string, { pack }: Exported, { format, out }: Options): Promise<Result> {
  const { join } = await import('node:path');
  const { encodeEditPack } = await import('@alphaedit/artifacts');
  const { makeFolder } = await import('@alphaedit/artifacts/node');
  const { writeFileAtomically } = await import('@alphaedit/safetensors/node');
  const { formatBytes } = await import('@alphaedit/engine');
  await makeFolder(out);
  const file = join(out, PACK_FILE);
  const bytes = encodeEditPack(pack);
  await writeFileAtomically(file, bytes);
  return {
    document: { run, format, file, bytes: bytes.length, facts: pack.facts.length },
    text: () => `${file} holds ${pack.facts.length} facts in ${formatBytes(bytes.length)}.`,
  };
}

async function writeCheckpoint(
  run: string,
  exported: Exported,
  { format, out, model }: Options & { readonly model: string },
  task: Task,
): Promise<Result> {
  const { exportCheckpoint } = await import('@alphaedit/artifacts/node');
  const { inspectCheckpoint, openCheckpoint } = await import('@alphaedit/model/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const { editedWeights } = await import('../export/edited-weights.js');
  const { pack } = exported;
  const info = await inspectCheckpoint(model);
  const folder = await openCheckpoint(model);
  try {
    const weights = await editedWeights(folder, info, exported);
    const { model: base, editor, settings, facts, madeBy } = pack;
    const { bytes, files, tensors } = await exportCheckpoint({
      source: folder.directory,
      files: folder.files,
      out,
      weights,
      provenance: { format: 'alphaedit-checkpoint', schemaVersion: 1, base, editor, settings, madeBy, facts },
      signal: task.signal,
      onProgress: task.onProgress,
    });
    const worst = tensors.reduce((most, { rounded }) => Math.max(most, rounded), 0);
    if (worst > ROUNDED_AWAY) {
      const types = [...new Set(tensors.map(({ dtype }) => dtype))].join(', ');
      task.warn([
        {
          code: 'edit-rounded',
          message: `In ${types} up to ${formatNumber(100 * worst)} % of a weight's change goes in rounding. Measure the exported model (\`alphaedit eval ${out} --facts …\`); --format lora keeps the change in float32.`,
          data: { rounded: worst },
        },
      ]);
    }
    return {
      document: { run, format, out, bytes, files, facts: facts.length, tensors },
      text: () =>
        `${out} is the edited checkpoint: ${facts.length} facts, ${tensors.length} weights changed, ${formatBytes(bytes)}. Of each weight's change at most ${formatNumber(100 * worst)} % went in rounding.`,
    };
  } finally {
    await folder.close();
  }
}

async function writeAdapter(
  run: string,
  exported: Exported,
  { format, out, model, rank, baseName }: Options & { readonly model: string },
): Promise<Result> {
  const { join } = await import('node:path');
  const { assertPackOf, loraAdapter } = await import('@alphaedit/artifacts');
  const { writeFolder } = await import('@alphaedit/artifacts/node');
  const { createLinearAlgebra } = await import('@alphaedit/linalg/node');
  const { openCheckpoint } = await import('@alphaedit/model/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const { modulePath } = await import('../export/module-path.js');
  const { pack, name } = exported;
  const folder = await openCheckpoint(model);
  try {
    assertPackOf(pack, await folder.tensors.digest(), name);
    const { model_type: modelType } = folder.config as { model_type: string };
    const { config, weights, modules } = await loraAdapter({
      deltas: pack.deltas,
      moduleOf: (parameter) => modulePath(parameter, modelType),
      baseModel: baseName ?? pack.model.name,
      rank,
      linalg: createLinearAlgebra(),
    });
    await writeFolder(out, {
      'adapter_model.safetensors': weights,
      'adapter_config.json': `${JSON.stringify(config, undefined, 2)}\n`,
    });
    const lost = modules.reduce((most, module) => Math.max(most, module.lost), 0);
    return {
      document: {
        run,
        format,
        out,
        bytes: weights.length,
        facts: pack.facts.length,
        modules,
        baseModel: config.base_model_name_or_path,
      },
      text: () =>
        `${join(out, 'adapter_model.safetensors')} holds ${pack.facts.length} facts as a LoRA adapter of ${modules.length} weights, rank ${[...new Set(modules.map((module) => module.rank))].join(', ')}, ${formatBytes(weights.length)}${lost > 0 ? `; up to ${formatNumber(100 * lost)} % of a weight's change was cut off` : ''}.`,
    };
  } finally {
    await folder.close();
  }
}
