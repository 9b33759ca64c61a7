import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface PullOptions {
  readonly out: string;
  readonly base?: string;
  readonly sha256?: string;
}

export const dataCommand = (): Command => {
  const data = new Command('data').description('public data sets of knowledge editing');
  data
    .command('list')
    .description('data sets there are, their addresses and licences')
    .action(
      action<unknown, DocumentOf<'data-list'>>(async () => {
        const { PUBLIC_DATASETS } = await import('@alphaedit/eval/node');
        return {
          document: { datasets: PUBLIC_DATASETS },
          text: () =>
            table(
              ['name', 'what', 'licence'],
              PUBLIC_DATASETS.map(({ name, description, licence }) => [name, description, licence]),
            ),
        };
      }),
    );
  data
    .command('pull')
    .description('fetch a data set from its authors or a mirror; the same command continues')
    .argument('<name>', 'see `alphaedit data list`')
    .option('--out <folder>', 'where it is put, with its licence beside it', 'data')
    .option('--base <url>', 'mirror that holds the files by their names; ALPHAEDIT_DATA by default')
    .option('--sha256 <hex>', 'checksum the file must have')
    .addHelpText(
      'after',
      example(
        'alphaedit data pull counterfact',
        'alphaedit data pull zsre --base https://mirror.example/sets',
      ),
    )
    .action(
      action<PullOptions, DocumentOf<'data-pull'>>(
        async (task, [name], { out, base = process.env.ALPHAEDIT_DATA, sha256 }) => {
          const { pullDataset } = await import('@alphaedit/eval/node');
          const { formatBytes } = await import('@alphaedit/engine');
          const { signal, onProgress } = task;
          const pulled = await pullDataset({
            name: name!,
            out,
            base: base || undefined,
            sha256,
            signal,
            onProgress,
            onTerms: ({ url, licence, citation }) =>
              task.log(`From ${url}\nLicence: ${licence}\nPlease cite: ${citation}`),
          });
          return {
            document: pulled,
            text: () =>
              `${pulled.path}: ${formatBytes(pulled.bytes)}, ${pulled.how}, SHA-256 ${pulled.sha256}\nLicence: ${pulled.licence} (recorded in ${pulled.source})`,
          };
        },
      ),
    );
  return data;
};
