import { formatCount } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

export const inspectCommand = (): Command =>
  new Command('inspect')
    .description(
      'what a checkpoint is: architecture, sizes, editable parameters, tokenizer; reads headers only',
    )
    .argument('<model>', 'checkpoint folder, or the id of a pulled model')
    .addHelpText('after', example('alphaedit inspect models/demo'))
    .action(
      action<unknown, DocumentOf<'inspect'>>(async (task, [directory]) => {
        const { inspectCheckpoint } = await import('@alphaedit/model/node');
        const { ignoreConfigFields, strictConfig } = task;
        const summary = await inspectCheckpoint(directory!, { ignoreConfigFields, strictConfig });
        task.warn(summary.warnings);
        return {
          document: { model: directory!, ...summary },
          text: () => {
            const { formatted, editable } = describe(summary);
            return `${formatted}\n\n${editable}`;
          },
        };
      }),
    );

type Summary = Awaited<ReturnType<typeof import('@alphaedit/model/node')['inspectCheckpoint']>>;

function describe(summary: Summary): { formatted: string; editable: string } {
  const tokenizer = `${formatCount(summary.tokenizerSize)} ids, ${summary.addsBos ? 'begins a text with a special token' : 'adds no special token'}`;
  const formatted = table(
    ['', ''],
    [
      ['architecture', summary.architecture],
      ['parameters', `${formatCount(summary.parameters)} (${summary.dtype})`],
      ['blocks', String(summary.blocks)],
      ['hidden size', formatCount(summary.hiddenSize)],
      ['key size', formatCount(summary.keySize)],
      ['heads', `${summary.heads} of ${summary.headSize}, ${summary.keyValueHeads} for keys and values`],
      ['context', `${formatCount(summary.contextLength)} tokens`],
      ['tokenizer', tokenizer],
      ['files', summary.files.join(', ')],
    ],
  ).trimStart();
  const editable = table(
    ['block', 'editable parameter', 'in', 'out'],
    summary.editable.map(({ block, name, dIn, dOut }) => [String(block), name, String(dIn), String(dOut)]),
  );
  return { formatted, editable };
}
