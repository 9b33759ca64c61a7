import { decodeSafetensors, type SafetensorsBytes } from '@alphaedit/safetensors';
import type { EditorState, Matrix } from '@alphaedit/spec';
import * as z from 'zod';
import { readMatrix } from './read-matrix.js';
import { runBroken } from './run-broken.js';
import { grown } from './state-growth.js';

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const shapesSchema = z.record(z.string(), z.tuple([z.int().min(0), z.int().min(0)]));
type Shapes = z.infer<typeof shapesSchema>;

/**
 * The state `encodeState` wrote.
 *
 * @param before the state it grew from, where it was written as growth
 * @throws {EditError} `run-broken`
 * @throws {CheckpointError} for bytes that are not safetensors
 */
export function decodeState(bytes: Uint8Array, source = 'state', before?: EditorState): EditorState {
  const file = decodeSafetensors(bytes, source);
  const { editor, values } = file.metadata;
  if (editor === undefined) throw runBroken(source, 'does not name its editor');
  const shapes = grownShapes(file.metadata, source);
  const whole = [...file.tensors.keys()].filter((name) => !/[/](right|below)$/.test(name));
  const matrices = [
    ...whole.map((name) => [name, readMatrix(file, name, source)] as const),
    ...Object.entries(shapes).map(([name, shape]) => {
      const from = before?.matrices[name];
      if (!from) throw runBroken(source, `grew from a matrix "${name}" that the state before does not hold`);
      return [name, readGrown(file, name, shape, from, source)] as const;
    }),
  ];
  return { editor, matrices: Object.fromEntries(matrices), values: parseValues(values, source) };
}

function grownShapes({ grown: text }: SafetensorsBytes['metadata'], source: string): Shapes {
  if (text === undefined) return {};
  try {
    return shapesSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw runBroken(source, 'does not say what has grown', cause);
  }
}

function readGrown(
  file: SafetensorsBytes,
  name: string,
  [rows, cols]: readonly [number, number],
  before: Matrix,
  source: string,
): Matrix {
  const part = (side: 'right' | 'below', height: number, width: number): Matrix | undefined => {
    if (!file.tensors.has(`${name}/${side}`)) return undefined;
    const matrix = readMatrix(file, `${name}/${side}`, source);
    if (matrix.rows === height && matrix.cols === width) return matrix;
    throw runBroken(source, `holds a "${name}/${side}" that does not fit`);
  };
  if (rows < before.rows || cols < before.cols) throw runBroken(source, `makes "${name}" smaller`);
  const below = part('below', rows - before.rows, cols);
  if (!below && rows > before.rows) throw runBroken(source, `lacks "${name}/below"`);
  return grown(before, {
    right: part('right', before.rows, cols - before.cols),
    below: below ?? { rows: 0, cols, data: new Float64Array() },
  });
}

function parseValues(text: string | undefined, source: string): EditorState['values'] {
  try {
    return valuesSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw runBroken(source, 'does not hold the values of its editor', cause);
  }
}
