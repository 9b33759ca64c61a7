import { formatNumber } from '@alphaedit/report/format';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action, type Result, type Task } from '../ui/task.js';

interface Options {
  readonly format: 'pack' | 'safetensors' | 'lora';
  readonly out: string;
  readonly model?: string;
  readonly rank?: number;
  readonly baseName?: string;
}

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
      action<Options, DocumentOf<'export'>>(async (task, [path], options) => {
        if (options.format === 'pack') return asPack(path!, options);
        const model = await modelOf(options);
        return options.format === 'safetensors'
          ? asCheckpoint(path!, { ...options, model }, task)
          : asAdapter(path!, { ...options, model });
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

async function asPack(run: string, { out }: Options): Promise<Result<DocumentOf<'export'>>> {
  const { exportPack } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const { file, bytes, facts } = await exportPack(run, { out });
  return {
    document: { run, format: 'pack', file, bytes, facts },
    text: () => `${file} holds ${facts} facts in ${formatBytes(bytes)}.`,
  };
}

async function asCheckpoint(
  run: string,
  { out, model }: Options & { readonly model: string },
  task: Task,
): Promise<Result<DocumentOf<'export'>>> {
  const { exportEditedCheckpoint } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const written = await exportEditedCheckpoint(run, { ...task, out, model });
  const { bytes, files, facts, tensors, rounded, warnings } = written;
  task.warn(warnings);
  return {
    document: { run, format: 'safetensors', out, bytes, files, facts, tensors },
    text: () =>
      `${out} is the edited checkpoint: ${facts} facts, ${tensors.length} weights changed, ${formatBytes(bytes)}. Of each weight's change at most ${formatNumber(100 * rounded)} % went in rounding.`,
  };
}

async function asAdapter(
  run: string,
  { out, model, rank, baseName }: Options & { readonly model: string },
): Promise<Result<DocumentOf<'export'>>> {
  const { exportAdapter } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const written = await exportAdapter(run, { model, out, rank, baseName });
  const { file, bytes, facts, modules, baseModel, lost } = written;
  return {
    document: { run, format: 'lora', out, bytes, facts, modules, baseModel },
    text: () =>
      `${file} holds ${facts} facts as a LoRA adapter of ${modules.length} weights, rank ${[...new Set(modules.map((module) => module.rank))].join(', ')}, ${formatBytes(bytes)}${lost > 0 ? `; up to ${formatNumber(100 * lost)} % of a weight's change was cut off` : ''}.`,
  };
}
