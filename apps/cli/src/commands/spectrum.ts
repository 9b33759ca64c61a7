import { formatNumber } from '@alphaedit/report/format';
import type { NullSpaceThreshold } from '@alphaedit/spec';
import { Command, Option } from 'commander';
import type { DocumentOf } from '../documents/documents.js';
import { example } from '../ui/example.js';
import { positiveNumber, wholeNumber } from '../ui/parse-options.js';
import { table } from '../ui/table.js';
import { action } from '../ui/task.js';

interface Options {
  readonly threshold?: number;
  readonly keepTrace?: number;
  readonly points: number;
  readonly collection?: string;
}

/** The published τ. */
const DEFAULT_THRESHOLD = 0.02;

export const spectrumCommand = (): Command =>
  new Command('spectrum')
    .description(
      'eigenvalues of the second moments, and what a null-space threshold would leave to edit in; decomposes what is not decomposed yet',
    )
    .argument('<stats>', 'folder that `alphaedit covariance` wrote')
    .option(
      '--collection <key>',
      'which collection of the folder, by the first digits of its key, where it holds several',
    )
    .addOption(
      new Option('--threshold <tau>', `preserve eigenvalues from tau on (${DEFAULT_THRESHOLD} by default)`)
        .argParser(positiveNumber())
        .conflicts('keepTrace'),
    )
    .addOption(
      new Option(
        '--keep-trace <share>',
        'preserve the largest ones that hold this share of the trace',
      ).argParser(positiveNumber(1)),
    )
    .option(
      '--points <n>',
      'with --json: eigenvalues to give of each layer, at evenly spread ranks',
      wholeNumber(2),
      11,
    )
    .addHelpText('after', example('alphaedit spectrum stats', 'alphaedit spectrum stats --keep-trace 0.95'))
    .action(
      action<Options, DocumentOf<'spectrum'>>(async (task, [directory], options) => {
        const { readSpectra } = await import('@alphaedit/core/node');
        const threshold: NullSpaceThreshold =
          options.keepTrace === undefined
            ? { kind: 'absolute', value: options.threshold ?? DEFAULT_THRESHOLD }
            : { kind: 'keep-trace', value: options.keepTrace };
        const { layers, warnings } = await readSpectra(directory!, { ...task, ...options, threshold });
        task.warn(warnings);
        return {
          document: { stats: directory!, threshold, layers, warnings },
          text: () =>
            table(
              ['layer', 'dimension', 'null space', 'preserved trace', 'largest', 'median', 'smallest'],
              layers.map((layer) => [
                String(layer.layer),
                String(layer.dimension),
                String(layer.nullDimension),
                `${(100 * layer.preservedTrace).toFixed(1)} %`,
                formatNumber(layer.largest),
                formatNumber(layer.median),
                formatNumber(layer.smallest),
              ]),
            ),
        };
      }),
    );
