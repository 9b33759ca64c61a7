import { decodeSafetensors } from '@alphaedit/safetensors';
import type { EditorState } from '@alphaedit/spec';
import * as z from 'zod';
import { readMatrix } from './read-matrix.js';
import { runBroken } from './run-broken.js';

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * The state `encodeState` wrote.
 *
 * @throws {EditError} `run-broken`
 * @throws {CheckpointError} for bytes that are not safetensors
 */
export function decodeState(bytes: Uint8Array, source = 'state'): EditorState {
  const file = decodeSafetensors(bytes, source);
  const { editor, values } = file.metadata;
  if (editor === undefined) throw runBroken(source, 'does not name its editor');
  const matrices = [...file.tensors.keys()].map((name) => [name, readMatrix(file, name, source)]);
  return { editor, matrices: Object.fromEntries(matrices), values: parseValues(values, source) };
}

function parseValues(text: string | undefined, source: string): EditorState['values'] {
  try {
    return valuesSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw runBroken(source, 'does not hold the values of its editor', cause);
  }
}
