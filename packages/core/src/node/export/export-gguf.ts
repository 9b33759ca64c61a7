import { join } from 'node:path';
import { provenanceOf } from '@alphaedit/artifacts';
import { type ExportedTensor, type GgufSource, writeGgufExport } from '@alphaedit/artifacts/node';
import { GGML_TYPES, type GgufValue, string, uint32, type WrittenType } from '@alphaedit/gguf';
import {
  type ConfigPolicy,
  type GgufModel,
  type GgufTensor,
  ggufModel,
  toGgufLayout,
} from '@alphaedit/model';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning, Work } from '@alphaedit/spec';
import type { ShipOptions } from '../runs/pack-run.js';
import { assertNotQuantized } from './assert-not-quantized.js';
import { editedWeights } from './edited-weights.js';
import { openExported } from './open-exported.js';
import { roundedAway } from './rounded-away.js';

/** Element types of the matrices of a GGUF file, and the number that llama.cpp has for such a file. */
const DTYPES = {
  float16: { type: 'F16', fileType: 1 },
  float32: { type: 'F32', fileType: 0 },
  bfloat16: { type: 'BF16', fileType: 32 },
  q8_0: { type: 'Q8_0', fileType: 7 },
} as const satisfies Record<string, { readonly type: WrittenType; readonly fileType: number }>;

/** @see DTYPES */
export type GgufDtype = keyof typeof DTYPES;

/** The file in the folder that is written. */
export const GGUF_MODEL_FILE = 'model.gguf';

/** Of which model, where to, in which element type, and what goes with it. */
export interface ExportGgufOptions extends ShipOptions, ConfigPolicy, Work {
  /** The checkpoint folder the edits were made from. */
  readonly model: string;
  readonly out: string;
  /**
   * Element type of the matrices, `float16` unless given; norms and biases stay float32. Has to be given where the model's own
   * is a quantized one.
   */
  readonly dtype?: GgufDtype;
}

/** What was written. */
export interface ExportedGguf {
  readonly file: string;
  readonly bytes: number;
  /** How many facts it holds. */
  readonly facts: number;
  /** How many facts the whole run has, where it is exported in part. */
  readonly partOf?: number;
  /** Whether their texts stand in `alphaedit.json`. */
  readonly withFacts: boolean;
  readonly tensors: readonly ExportedTensor[];
  /** The largest part of a weight's change that went in rounding to the element type. */
  readonly rounded: number;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the whole edited model as one GGUF file, with its tokenizer and chat template, as llama.cpp and Ollama run it, and
 * a `Modelfile` beside it. No engine is started, and one tensor is in memory at a time.
 *
 * @throws {CheckpointError} `gguf-family`, `gguf-unsupported` @throws {TokenizerError} `gguf-tokenizer`
 * @throws {EditError} `export-overflow`, `export-quantized`, `pack-of-another-model`, `no-run`, `run-broken`, `run-unfinished`
 * @throws {SettingsError} `facts-missing`
 * @throws {OutputError} when it cannot be written
 */
export async function exportGguf(edits: string, options: ExportGgufOptions): Promise<ExportedGguf> {
  const { model, out, dtype, withFacts, partial, signal, onProgress } = options;
  const { ignoreConfigFields, strictConfig } = options;
  const policy = { ignoreConfigFields, strictConfig };
  const exported = await openExported(edits, { withFacts, partial });
  const info = await inspectCheckpoint(model, policy);
  if (dtype === undefined) assertNotQuantized(info, model);
  const folder = await openCheckpoint(model);
  try {
    const whole = await ggufModel(folder, { ...policy, file: join(folder.directory, 'config.json') });
    const weights = await editedWeights(folder, info, exported);
    const { factCount, partOf, facts, model: base } = exported.pack;
    const { type, fileType } = DTYPES[dtype ?? 'float16'];
    const metadata = new Map<string, GgufValue>([
      ...whole.metadata,
      ['general.name', string(`${base.name}, edited`)],
      ['general.file_type', uint32(fileType)],
      ...(GGML_TYPES[type].block > 1
        ? ([['general.quantization_version', uint32(QUANTIZATION_VERSION)]] as const)
        : []),
    ]);
    const { bytes, tensors } = await writeGgufExport({
      out,
      file: GGUF_MODEL_FILE,
      metadata,
      tensors: sources(whole, weights, type),
      beside: { Modelfile: `FROM ./${GGUF_MODEL_FILE}\n` },
      provenance: provenanceOf(exported.pack),
      signal,
      onProgress,
    });
    const rounded = tensors.reduce((most, tensor) => Math.max(most, tensor.rounded), 0);
    return {
      file: join(out, GGUF_MODEL_FILE),
      bytes,
      facts: factCount,
      ...(partOf !== undefined && { partOf }),
      withFacts: facts !== undefined,
      tensors,
      rounded,
      warnings: [...exported.warnings, ...whole.warnings, ...roundedAway(type, rounded)],
    };
  } finally {
    await folder.close();
  }
}

/** Layout of the block types, as llama.cpp counts it. */
const QUANTIZATION_VERSION = 2;

/** Every tensor of the file, those that the edit changes with their new numbers. */
function sources(
  whole: GgufModel,
  weights: ReadonlyMap<string, Float32Array>,
  type: WrittenType,
): GgufSource[] {
  const tensors = whole.tensors.map((tensor): GgufSource => {
    const edited = weights.get(tensor.source);
    const read = () => whole.read(tensor);
    return {
      name: tensor.name,
      shape: tensor.shape,
      type: typeFor(tensor, type),
      read,
      ...(edited && {
        edited: { values: toGgufLayout(edited, tensor), before: async () => joined(await all(read())) },
      }),
    };
  });
  const { rotaryFactors } = whole;
  if (!rotaryFactors) return tensors;
  const factors = async function* () {
    yield rotaryFactors;
  };
  return [
    { name: 'rope_freqs.weight', shape: [rotaryFactors.length], type: 'F32', read: factors },
    ...tensors,
  ];
}

/** llama.cpp adds vectors and positions in float32; rows that are no whole blocks are kept in 16 bits. */
function typeFor({ name, shape }: GgufTensor, type: WrittenType): WrittenType {
  if (shape.length < 2 || name === 'position_embd.weight') return 'F32';
  return shape.at(-1)! % GGML_TYPES[type].block === 0 ? type : 'F16';
}

async function all(pieces: AsyncIterable<Float32Array>): Promise<Float32Array[]> {
  const list: Float32Array[] = [];
  for await (const piece of pieces) list.push(piece);
  return list;
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
