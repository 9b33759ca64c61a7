import { decodeSafetensors } from '@alphaedit/safetensors';
import type { WeightDelta } from '@alphaedit/spec';
import * as z from 'zod';
import { readMatrix } from './read-matrix.js';
import { runBroken } from './run-broken.js';

const indexSchema = z.array(
  z.strictObject({
    kind: z.enum(['low-rank', 'dense']),
    parameter: z.string(),
    orientation: z.enum(['in-out', 'out-in']),
    /** Column i of both factors is what fact i of the batch added. */
    byFact: z.boolean().optional(),
  }),
);

/**
 * The deltas `encodeDeltas` wrote, in their order.
 *
 * @param source what messages call the bytes, e.g. the file's path
 * @throws {EditError} `run-broken`
 * @throws {CheckpointError} for bytes that are not safetensors
 */
export function decodeDeltas(bytes: Uint8Array, source = 'deltas'): WeightDelta[] {
  const file = decodeSafetensors(bytes, source);
  return deltaIndex(file.metadata.deltas, source).map(({ kind, byFact, ...target }, i): WeightDelta => {
    const matrix = (name: string) => readMatrix(file, `${i}.${name}`, source);
    return kind === 'dense'
      ? { kind, ...target, value: matrix('value') }
      : { kind, ...target, left: matrix('left'), right: matrix('right'), ...(byFact && { byFact }) };
  });
}

function deltaIndex(text: string | undefined, source: string): z.infer<typeof indexSchema> {
  try {
    return indexSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw runBroken(source, 'does not say which weights its deltas change', cause);
  }
}
