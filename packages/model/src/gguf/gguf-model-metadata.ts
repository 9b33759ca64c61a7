import { bool, float32, type GgufValue, string, uint32 } from '@alphaedit/gguf';
import { CheckpointError, type Warning } from '@alphaedit/spec';
import { rotaryFrequencies } from '../layers/rotary-tables.js';
import type { LlamaCppFamily, TransformerShape } from '../transformer-shape.js';

/** Relative difference of two factors that is rounding. */
const SAME_FACTOR = 1e-9;

/** What a GGUF file says of a model beside its weights. */
export interface GgufModelFacts {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** Factors that divide the rotary frequencies, pair by pair; they are a tensor of the file (`rope_freqs.weight`). */
  readonly rotaryFactors?: Float32Array;
  readonly warnings: readonly Warning[];
}

/**
 * The sizes and settings of a model under the keys that llama.cpp reads.
 *
 * @throws {CheckpointError} `gguf-unsupported` for a setting that llama.cpp does not know in this family
 */
export function ggufModelFacts(shape: TransformerShape, family: LlamaCppFamily): GgufModelFacts {
  const { architecture: a } = family;
  assertComputed(shape, family);
  const metadata = new Map<string, GgufValue>([
    [`${a}.block_count`, uint32(shape.blocks)],
    [`${a}.context_length`, uint32(shape.contextLength)],
    [`${a}.embedding_length`, uint32(shape.hiddenSize)],
    [`${a}.feed_forward_length`, uint32(shape.keySize)],
    [`${a}.vocab_size`, uint32(shape.vocabularySize)],
    [`${a}.attention.head_count`, uint32(shape.heads)],
    [`${a}.attention.head_count_kv`, uint32(shape.keyValueHeads)],
    [`${a}.attention.key_length`, uint32(shape.headSize)],
    [`${a}.attention.value_length`, uint32(shape.headSize)],
    [
      `${a}.attention.layer_norm_${shape.norm.kind === 'rms' ? 'rms_' : ''}epsilon`,
      float32(shape.norm.epsilon),
    ],
  ]);
  const { positions } = shape;
  let rotaryFactors: Float32Array | undefined;
  if (positions.kind === 'rotary') {
    const { dimensions, theta, linearFactor, llama3, frequencies } = positions;
    metadata.set(`${a}.rope.dimension_count`, uint32(dimensions));
    metadata.set(`${a}.rope.freq_base`, float32(theta));
    if (linearFactor !== undefined) {
      metadata.set(`${a}.rope.scaling.type`, string('linear'));
      metadata.set(`${a}.rope.scaling.factor`, float32(linearFactor));
    }
    if (llama3 || frequencies) {
      rotaryFactors = Float32Array.from(
        rotaryFrequencies(positions),
        (frequency, i) => theta ** ((-2 * i) / dimensions) / frequency,
      );
    }
  }
  if (family.parallelResidualKey) {
    metadata.set(`${a}.use_parallel_residual`, bool(shape.parallelResidual));
  }
  return { metadata, ...(rotaryFactors && { rotaryFactors }), warnings: windowWarnings(shape) };
}

function assertComputed(shape: TransformerShape, family: LlamaCppFamily): void {
  const unsupported = (what: string) => {
    throw new CheckpointError({
      code: 'gguf-unsupported',
      message: `llama.cpp computes models of the family ${shape.architecture} otherwise: ${what}.`,
      hint: 'Export as safetensors, or as an adapter for PEFT.',
      data: { architecture: shape.architecture },
    });
  };
  // It has one approximation of GELU for both.
  const isGelu = (activation: string) => activation.startsWith('gelu');
  const { activation } = shape;
  if (activation !== family.activation && !(isGelu(activation) && isGelu(family.activation))) {
    unsupported(`with the activation ${family.activation}, and this one has ${activation}`);
  }
  const usual = 1 / Math.sqrt(shape.headSize);
  for (let b = 0; b < shape.blocks; b++) {
    const scale = shape.attentionScale(b);
    if (Math.abs(scale / usual - 1) > SAME_FACTOR) {
      unsupported(`attention is scaled by ${usual}, and here by ${scale} in block ${b}`);
    }
  }
}

/** llama.cpp lets every token see all before it. */
function windowWarnings(shape: TransformerShape): Warning[] {
  const windows = Array.from({ length: shape.blocks }, (_, b) => shape.attentionWindow(b));
  const window = Math.min(...windows.map((one) => one ?? Number.POSITIVE_INFINITY));
  if (!(window < shape.contextLength)) return [];
  return [
    {
      code: 'gguf-window',
      message: `The model's attention reaches ${window} tokens back, and llama.cpp's all the way: on longer texts it computes something else.`,
      data: { window },
    },
  ];
}
