import type { InstalledBlas, InstallOptions } from '@alphaedit/engine/node';
import type { Warning } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { action, type Task } from '../ui/task.js';

interface Options {
  readonly gpu?: boolean;
  readonly force?: boolean;
  readonly verbose?: boolean;
  readonly only?: 'tensorflow' | 'openblas';
}

const installCommand = (): Command =>
  new Command('install')
    .description(
      'put native libraries in place, without root: an OpenBLAS where the machine has none, and the TensorFlow engine',
    )
    .option('--gpu', 'the TensorFlow engine for NVIDIA GPUs')
    .addOption(new Option('--only <what>', 'one of the two').choices(['openblas', 'tensorflow']))
    .option('--force', 'install again what works already')
    .addHelpText(
      'after',
      example(
        'alphaedit engine install',
        'alphaedit engine install --only openblas',
        'alphaedit engine install --gpu',
      ),
    )
    .action(
      action<Options, DocumentOf<'engine-install'>>(async (task, _args, { gpu, force, verbose, only }) => {
        const { installNativeEngine } = await import('@alphaedit/engine/node');
        const { signal, onProgress } = task;
        const log = verbose ? task.log : undefined;
        const work = { force, signal, onProgress, log };
        const blas = only === 'tensorflow' ? undefined : await blasInPlace(work, only === 'openblas', task);
        const engine = only === 'openblas' ? undefined : await installNativeEngine({ gpu, ...work });
        const hows = {
          'already-installed': 'was in place already',
          package: 'as its package does it',
          wheel: 'from the TensorFlow wheel',
        };
        return {
          document: { ...engine, ...(blas && { blas }) },
          text: () =>
            [
              blas &&
                `BLAS: ${blas.path}, ${blas.by === 'wheel' ? 'from the scipy wheel' : 'was in place already'}.`,
              engine && `${engine.engine} (TensorFlow ${engine.version}): ${hows[engine.by]}.`,
            ]
              .filter(Boolean)
              .join('\n'),
        };
      }),
    );

/**
 * A BLAS with LAPACK, installed where the machine has none. Where the engine is the aim, that it could not be had is a
 * warning.
 */
async function blasInPlace(
  work: Omit<InstallOptions, 'gpu'>,
  alone: boolean,
  task: Task,
): Promise<InstalledBlas | undefined> {
  const { ensureBlas } = await import('@alphaedit/engine/node');
  try {
    return await ensureBlas(work);
  } catch (error) {
    if (alone || !AlphaEditError.isInstance(error) || error.kind === 'interrupted') throw error;
    task.warn([notInstalled(error)]);
    return undefined;
  }
}

const notInstalled = ({ message, hint }: AlphaEditError): Warning => ({
  code: 'blas-not-installed',
  message: `No OpenBLAS was put in place: ${message} ${hint}`,
});

export const engineCommand = (): Command =>
  new Command('engine').description('manage tensor engines').addCommand(installCommand());
