import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { action } from '../ui/task.js';

interface Options {
  readonly gpu?: boolean;
  readonly force?: boolean;
  readonly verbose?: boolean;
}

const installCommand = (): Command =>
  new Command('install')
    .description('put the native TensorFlow engine in place')
    .option('--gpu', 'the one for NVIDIA GPUs')
    .option('--force', 'install again where it works already')
    .addHelpText('after', example('alphaedit engine install', 'alphaedit engine install --gpu'))
    .action(
      action<Options, DocumentOf<'engine-install'>>(async (task, _args, { gpu, force, verbose }) => {
        const { installNativeEngine } = await import('@alphaedit/engine/node');
        const { signal, onProgress } = task;
        const log = verbose ? task.log : undefined;
        const result = await installNativeEngine({ gpu, force, signal, onProgress, log });
        const how = {
          'already-installed': 'was in place already',
          package: 'as its package does it',
          wheel: 'from the TensorFlow wheel',
        };
        return {
          document: result,
          text: () => `${result.engine} (TensorFlow ${result.version}): ${how[result.by]}.`,
        };
      }),
    );

export const engineCommand = (): Command =>
  new Command('engine').description('manage tensor engines').addCommand(installCommand());
