import { type CheckpointSummary, isGgufPath } from '@alphaedit/model/node';
import { EditError } from '@alphaedit/spec';

/** Types of which a number stands for itself. */
const PLAIN = /^B?F\d\d$/;

/**
 * Weights that are quantized are written anew only where that is asked for: it would change all of them.
 *
 * @throws {EditError} `export-quantized`
 */
export function assertNotQuantized({ dtype }: CheckpointSummary, model: string): void {
  if (dtype.split('+').every((type) => PLAIN.test(type))) return;
  throw new EditError({
    code: 'export-quantized',
    message: `The weights of ${model} are quantized (${dtype}): written anew, all of them would be in another type.`,
    hint: "Export an adapter over it (`exportAdapter(edits, { model, out, target: 'gguf' })`), or name the type with `dtype: 'float16'`.",
    data: { model, dtype },
  });
}

/** @throws {EditError} `export-quantized` for a GGUF file, which has no folder to write its like of */
export function assertCheckpointFolder({ dtype }: CheckpointSummary, model: string): void {
  if (!isGgufPath(model)) return;
  throw new EditError({
    code: 'export-quantized',
    message: `${model} is a GGUF file, and no checkpoint folder to write an edited copy of.`,
    hint: "Export an adapter over it (`exportAdapter(edits, { model, out, target: 'gguf' })`), or a whole GGUF file (`exportGguf(edits, { model, out, dtype })`).",
    data: { model, dtype },
  });
}
