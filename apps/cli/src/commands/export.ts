import { formatNumber } from '@alphaedit/report/format';
import { plural } from '@alphaedit/spec';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { wholeNumber } from '../ui/parse-options.js';
import { action, type Result, type Task } from '../ui/task.js';

type AdapterFormat = 'lora' | 'gguf-lora';

interface Options {
  readonly format: 'pack' | 'safetensors' | 'gguf' | AdapterFormat;
  readonly out: string;
  readonly model?: string;
  readonly dtype?: 'float32' | 'bfloat16' | 'float16' | 'q8_0';
  readonly measure?: boolean;
  readonly check?: boolean;
  readonly rank?: number;
  readonly for?: 'peft' | 'vllm' | 'mlx';
  readonly baseName?: string;
  readonly withFacts?: boolean;
  readonly partial?: boolean;
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
        'safetensors: the whole edited checkpoint, as any program reads it; lora: an adapter for PEFT, vLLM or MLX; gguf: the whole edited model as one file for llama.cpp and Ollama; gguf-lora: an adapter for them; pack: one small file, applied with --edits',
      )
        .choices(['safetensors', 'lora', 'gguf', 'gguf-lora', 'pack'])
        .default('pack'),
    )
    .requiredOption('--out <folder>', 'where to write it')
    .option('--model <folder>', 'the checkpoint the run was made from, for every format but pack')
    .addOption(
      new Option(
        '--dtype <type>',
        "safetensors: number format of the edited weights, float32 or bfloat16 (default: each weight's own); gguf: that of all matrices (default: float16)",
      ).choices(['float32', 'float16', 'bfloat16', 'q8_0']),
    )
    .option('--measure', 'safetensors: ask the written checkpoint every fact, and say which no longer hold')
    .option('--check', 'gguf-lora: ask every fact with the change over the weights as Q8_0 and as Q4_0')
    .addOption(
      new Option('--for <program>', 'lora: what reads the adapter (default: peft)').choices([
        'peft',
        'vllm',
        'mlx',
      ]),
    )
    .option(
      '--rank <r>',
      'lora, gguf-lora: rank per weight at most; without it the adapter is the exact edit',
      wholeNumber(1),
    )
    .option(
      '--base-name <name>',
      'lora, gguf-lora: what the adapter calls its base model (default: the name in the run)',
    )
    .option('--with-facts', 'put in the facts, with their old answers; without it no text of theirs goes out')
    .option('--partial', 'export a run of which batches are still to come')
    .addHelpText(
      'after',
      example(
        'alphaedit export runs/first --format safetensors --model models/demo --out edited',
        'alphaedit export runs/first --format lora --model models/demo --out adapter',
        'alphaedit export runs/first --format gguf --model models/demo --out gguf',
        'alphaedit export runs/first --format gguf-lora --model models/demo --out ollama',
        'alphaedit export runs/first --format pack --out shipped',
      ),
    )
    .action(
      action<Options, DocumentOf<'export'>>(async (task, [path], options) => {
        await assertFormatHas(options);
        if (options.format === 'pack') return asPack(path!, options, task);
        const model = await modelOf(options);
        const { format } = options;
        if (format === 'safetensors') return asCheckpoint(path!, { ...options, model }, task);
        if (format === 'gguf') return asGguf(path!, { ...options, model }, task);
        return asAdapter(path!, { ...options, format, model }, task);
      }),
    );

/** Options that some formats have, and no other. */
const OWN = {
  dtype: ['safetensors', 'gguf'],
  measure: ['safetensors'],
  check: ['gguf-lora'],
  for: ['lora'],
  rank: ['lora', 'gguf-lora'],
  baseName: ['lora', 'gguf-lora'],
} as const satisfies Record<string, readonly Options['format'][]>;
const FLAGS = {
  dtype: '--dtype',
  measure: '--measure',
  check: '--check',
  for: '--for',
  rank: '--rank',
  baseName: '--base-name',
} as const;

/** @throws {SettingsError} `options-conflict` for an option the format does not have */
async function assertFormatHas(options: Options): Promise<void> {
  const names = Object.keys(OWN) as (keyof typeof OWN)[];
  const stray = names.find(
    (name) => options[name] !== undefined && !OWN[name].some((format) => format === options.format),
  );
  const { SettingsError } = await import('@alphaedit/spec');
  const { format, dtype } = options;
  if (format === 'safetensors' && dtype !== undefined && !isCheckpointDtype(dtype)) {
    throw new SettingsError({
      code: 'options-conflict',
      message: `--dtype ${dtype} is of --format gguf only.`,
      hint: 'Give --dtype float32 or --dtype bfloat16, or export with --format gguf.',
      data: { option: '--dtype', format },
    });
  }
  if (stray === undefined) return;
  throw new SettingsError({
    code: 'options-conflict',
    message: `${FLAGS[stray]} is of --format ${OWN[stray].join(' and ')} only.`,
    hint: `Leave it out, or export with --format ${OWN[stray][0]}.`,
    data: { option: FLAGS[stray], format: options.format },
  });
}

type DocumentedCheck = Awaited<ReturnType<typeof import('@alphaedit/core/node')['exportAdapter']>>['checked'];

const isCheckpointDtype = (dtype: NonNullable<Options['dtype']>): dtype is 'float32' | 'bfloat16' =>
  dtype === 'float32' || dtype === 'bfloat16';

async function modelOf({ model, format }: Options): Promise<string> {
  if (model !== undefined) return model;
  const { SettingsError } = await import('@alphaedit/spec');
  throw new SettingsError({
    code: 'model-missing',
    message: `Exporting as ${format} needs the checkpoint the run was made from.`,
    hint: 'Give --model MODEL.',
  });
}

/** Which facts were written. */
const factsIn = ({
  facts,
  partOf,
  withFacts,
}: {
  readonly facts: number;
  readonly partOf?: number;
  readonly withFacts: boolean;
}) =>
  `${plural(facts, 'fact')}${partOf === undefined ? '' : ` of the ${partOf} of the run`}${withFacts ? ', with their texts and old answers' : ', without their texts'}`;

async function asPack(
  run: string,
  { out, withFacts, partial }: Options,
  task: Task,
): Promise<Result<DocumentOf<'export'>>> {
  const { exportPack } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const written = await exportPack(run, { out, withFacts, partial });
  const { warnings, ...document } = written;
  task.warn(warnings);
  return {
    document: { run, format: 'pack', ...document },
    text: () => `${written.file} holds the edit of ${factsIn(written)}: ${formatBytes(written.bytes)}.`,
  };
}

async function asCheckpoint(
  run: string,
  { out, model, dtype, measure, withFacts, partial }: Options & { readonly model: string },
  task: Task,
): Promise<Result<DocumentOf<'export'>>> {
  const { exportEditedCheckpoint } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const stored = dtype !== undefined && isCheckpointDtype(dtype) ? dtype : undefined;
  const options = { out, model, dtype: stored, measure, withFacts, partial };
  const written = await exportEditedCheckpoint(run, { ...task, ...options });
  const { warnings, rounded, ...document } = written;
  const { tensors, bytes, leftOut, measured } = document;
  task.warn(warnings);
  return {
    document: { run, format: 'safetensors', out, ...document },
    text: () =>
      [
        `${out} is the edited checkpoint: ${factsIn(written)}; ${plural(tensors.length, 'weight')} changed; ${formatBytes(bytes)}. Of each weight's change at most ${formatNumber(100 * rounded)} % went in rounding.`,
        ...(measured
          ? [
              `It says ${measured.after} of ${plural(measured.asked, 'fact')}; the edited model says ${measured.before}.`,
            ]
          : []),
        ...(leftOut.length > 0
          ? [`Left in ${model}, since no reader of a checkpoint needs it: ${leftOut.join(', ')}.`]
          : []),
      ].join('\n'),
  };
}

async function asGguf(
  run: string,
  { out, model, dtype, withFacts, partial }: Options & { readonly model: string },
  task: Task,
): Promise<Result<DocumentOf<'export'>>> {
  const { exportGguf } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const written = await exportGguf(run, { ...task, out, model, dtype, withFacts, partial });
  const { warnings, rounded, file, ...document } = written;
  task.warn(warnings);
  return {
    document: { run, format: 'gguf', out, file, ...document },
    text: () =>
      `${file} is the edited model: ${factsIn(written)}; ${plural(document.tensors.length, 'weight')} changed; ${formatBytes(document.bytes)}. Of each weight's change at most ${formatNumber(100 * rounded)} % went in rounding.`,
  };
}

async function asAdapter(
  run: string,
  given: Options & { readonly model: string; readonly format: AdapterFormat },
  task: Task,
): Promise<Result<DocumentOf<'export'>>> {
  const { out, model, format, rank, baseName, check, withFacts, partial } = given;
  const { exportAdapter } = await import('@alphaedit/core/node');
  const { formatBytes } = await import('@alphaedit/engine');
  const shipped = { ...task, model, out, rank, baseName, check, withFacts, partial };
  const written = await exportAdapter(run, {
    ...shipped,
    target: format === 'gguf-lora' ? 'gguf' : given.for,
  });
  const { warnings, file, lost, ...document } = written;
  const { bytes, modules } = document;
  task.warn(warnings);
  return {
    document: { run, format, out, ...document },
    text: () =>
      `${file} holds the edit of ${factsIn(written)}, as a LoRA adapter of ${plural(modules.length, 'weight')}, rank ${[...new Set(modules.map((module) => module.rank))].join(', ')}, ${formatBytes(bytes)}${lost > 0 ? `; up to ${formatNumber(100 * lost)} % of a weight's change was cut off` : ''}.${checkedText(written.checked)}`,
  };
}

/** How many facts hold over each type. */
function checkedText(checked: DocumentedCheck): string {
  return Object.entries(checked ?? {})
    .map(
      ([type, { asked, before, after }]) =>
        `\nOver ${type} it says ${after} of ${plural(asked, 'fact')}; the edited model says ${before}.`,
    )
    .join('');
}
