import { z } from 'zod';
import type { CommandDocument } from './command-document.js';
import { count, engine, modelFolder, warnings } from './shapes.js';

const covariance = z.strictObject({
  model: modelFolder,
  stats: z.string().describe('the folder written'),
  engine,
  documents: count('documents read'),
  tokens: count('tokens whose keys were counted'),
  layers: z
    .array(
      z.strictObject({
        layer: count('block'),
        tokens: count('tokens its second moment is a mean over'),
        trace: z.number().describe('trace of C₀ = K₀K₀ᵀ / tokens'),
        path: z.string().describe('the file of its second moment'),
        found: z.boolean().describe('whether it was there already, so that nothing was collected for it'),
      }),
    )
    .describe('one for each layer'),
  warnings,
});

const spectrum = z.strictObject({
  stats: z.string().describe('the folder read'),
  threshold: z
    .strictObject({
      kind: z.enum(['absolute', 'keep-trace']).describe('`--threshold` or `--keep-trace`'),
      value: z.number().describe('τ, or the share of the trace that is preserved'),
    })
    .describe('which directions count as preserved'),
  layers: z
    .array(
      z.strictObject({
        layer: count('block'),
        dimension: count('size of C₀, d'),
        nullDimension: count('directions in the null space, rank of P'),
        largest: z.number().describe('largest eigenvalue'),
        median: z.number().describe('eigenvalue in the middle'),
        smallest: z.number().describe('smallest eigenvalue'),
        trace: z.number().describe('sum of the eigenvalues'),
        preservedTrace: z.number().describe('share of the trace outside the null space, in [0, 1]'),
        quantiles: z
          .array(z.number())
          .describe(
            '`--points` eigenvalues at evenly spread ranks, ascending, smallest and largest among them',
          ),
      }),
    )
    .describe('one for each layer of the folder'),
  warnings,
});

export const statisticsDocuments = {
  covariance: [{ schema: covariance }],
  spectrum: [{ schema: spectrum }],
} satisfies Record<string, CommandDocument[]>;
