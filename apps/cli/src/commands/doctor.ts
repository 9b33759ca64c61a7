import type { Diagnosis } from '@alphaedit/engine/node';
import { formatNumber, formatSeconds } from '@alphaedit/report/format';
import { Command } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('what this machine computes with, and what would make it faster')
    .addHelpText('after', example('alphaedit doctor', 'alphaedit doctor --engine wasm --json'))
    .action(
      action<unknown, DocumentOf<'doctor'>>(async (task) => {
        const { doctor } = await import('@alphaedit/engine/node');
        const { formatBytes } = await import('@alphaedit/engine');
        const { signal, engine } = task;
        const diagnosis = await doctor({ engine: engine as 'auto' | undefined, signal });
        task.warn(diagnosis.warnings);
        const { engine: chosen, ...rest } = diagnosis;
        return {
          document: {
            engine: chosen.id,
            engineDescription: chosen.description,
            engineReason: chosen.reason,
            ...rest,
          },
          text: () => describe(diagnosis, formatBytes),
        };
      }),
    );

function describe(diagnosis: Diagnosis, bytes: (n: number) => string): string {
  const { engine, engines, linalg, blas, gpu, hints, memoryBytes, freeMemoryBytes } = diagnosis;
  const { eigh14336 } = linalg;
  const largest = `${bytes(eigh14336.bytes)} and about ${formatSeconds(eigh14336.seconds)}${eigh14336.fits ? '' : ', more than this machine has'}`;
  const facts = table(
    [],
    [
      ['engine', `${engine.id}: ${engine.description}`],
      ['', engine.reason],
      ['rate', `${formatNumber(diagnosis.matmulGflops)} GFLOP/s (float32 matrix product)`],
      ['linear algebra', `${linalg.provider}, ${formatNumber(linalg.matmulGflops)} GFLOP/s in float64`],
      ['', `eigenvectors of 14336 × 14336 would take ${largest}`],
      [
        'BLAS',
        blas ? `${blas.description} (${blas.path})${blas.hasLapack ? '' : ', without LAPACK'}` : 'none found',
      ],
      ...(gpu ? [['GPU', `${gpu.name}, ${bytes(gpu.memoryBytes)}`]] : []),
      ['machine', `${diagnosis.platform}, ${diagnosis.cores} cores, Node ${diagnosis.node}`],
      ['memory', `${bytes(memoryBytes)}, ${bytes(freeMemoryBytes)} free`],
    ],
  );
  const available = table(
    ['engine', 'here', ''],
    engines.map(({ id, available, why }) => [id, available ? 'yes' : 'no', why ?? '']),
  );
  const faster = hints.map(({ message, command }) => `- ${message}${command ? `\n  $ ${command}` : ''}`);
  return [facts, available, ...(faster.length > 0 ? [`To make it faster:\n${faster.join('\n')}`] : [])].join(
    '\n\n',
  );
}
