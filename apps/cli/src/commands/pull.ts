import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly revision?: string;
  readonly endpoint?: string;
  readonly cache?: string;
}

export const pullCommand = (): Command =>
  new Command('pull')
    .description(
      'fetch a model from a hub or a mirror; the same command continues. Nothing else uses the network',
    )
    .argument('<id>', 'owner/name of the model')
    .option('--revision <name>', 'branch, tag or commit (main by default)')
    .option(
      '--endpoint <url>',
      'hub or mirror; ALPHAEDIT_HUB or HF_ENDPOINT by default, else the Hugging Face hub',
    )
    .option(
      '--cache <folder>',
      "where models are kept; ALPHAEDIT_CACHE by default, else the user's cache folder",
    )
    .addHelpText(
      'after',
      `\nA token for private or gated models is read from HF_TOKEN and sent to the hub alone.\n${example(
        'alphaedit pull openai-community/gpt2-xl',
        'alphaedit inspect openai-community/gpt2-xl',
      )}`,
    )
    .action(
      action<Options, DocumentOf<'pull'>>(async (task, [id], { revision, endpoint, cache }) => {
        const { pullModel } = await import('@alphaedit/model/node');
        const { formatBytes } = await import('@alphaedit/engine');
        const { signal, onProgress } = task;
        const model = revision === undefined ? id! : `${id}@${revision}`;
        const pulled = await pullModel({ model, endpoint, cache, signal, onProgress });
        task.warn(pulled.warnings);
        return {
          document: pulled,
          text: () => {
            const rows = pulled.files.map(({ name, bytes, how, checked }) => [
              name,
              formatBytes(bytes),
              how,
              checked ? 'checksum right' : 'no checksum',
            ]);
            return `${table(['file', 'size', '', ''], rows)}\n\n${pulled.id} at ${pulled.commit.slice(0, 12)} is in ${pulled.directory}.`;
          },
        };
      }),
    );
