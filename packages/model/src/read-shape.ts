import { CheckpointError, type Warning } from '@alphaedit/spec';
import { architectures } from './architectures/index.js';
import { configReader } from './config/config-reader.js';
import { refuseQuantized } from './config/refuse-quantized.js';
import { type ConfigPolicy, judgeUnreadFields } from './config/unread-fields.js';
import { rotaryFrequencies } from './layers/rotary-tables.js';
import type { Architecture, LinearNames, NormNames, TransformerShape } from './transformer-shape.js';

/** Angle in radians per token that no trained model has; beyond, sines lose their meaning in float64. */
const MAX_FREQUENCY = 1e6;

/** How a config is read. */
export interface ReadShapeOptions extends ConfigPolicy {
  /** Name of the config file in messages; `config.json` unless given. */
  readonly file?: string;
  /** Families besides those of this package; they go first. */
  readonly architectures?: readonly Architecture[];
}

/**
 * The transformer a `config.json` describes, with weight names as they occur in the checkpoint.
 *
 * @param has tells whether the checkpoint holds a tensor of that name
 * @returns the shape, and a warning for each field that is not known or was ignored
 * @throws {CheckpointError} `unknown-architecture`, `config-field`, `missing-tensor`, and `config-unsupported` for
 * a value that changes the result in a way that is not implemented
 */
export function readShape(
  config: unknown,
  has: (name: string) => boolean,
  options: ReadShapeOptions = {},
): { readonly shape: TransformerShape; readonly warnings: readonly Warning[] } {
  const { file = 'config.json', architectures: more = [], ignoreConfigFields } = options;
  const reader = configReader(config, file, new Set(ignoreConfigFields));
  const known = [...more, ...architectures];
  // Where there is only the name of a class to go by, it has no underscore.
  const architecture =
    known.find(({ modelTypes }) => modelTypes.includes(reader.modelType)) ??
    known.find(({ modelTypes }) => modelTypes.some((type) => type.replaceAll('_', '') === reader.modelType));
  if (!architecture) {
    throw new CheckpointError({
      code: 'unknown-architecture',
      message: `${file}: model_type "${reader.modelType}" is not supported.`,
      hint: `Supported: ${known.flatMap((a) => a.modelTypes).join(', ')}.`,
      data: { file, modelType: reader.modelType },
    });
  }
  refuseQuantized(reader, file);
  const shapes = architecture.prefixes.map((prefix) => architecture.shape(reader, prefix));
  const warnings = judgeUnreadFields(reader.unread(), file, options);
  const described = shapes.find(({ tokenEmbedding }) => has(tokenEmbedding)) ?? shapes[0]!;
  const shape = withStoredHead(described, (architecture.heads ?? ['lm_head.weight']).find(has));
  const whole = (size: number) => Number.isInteger(size) && size > 0;
  if (!whole(shape.headSize) || !whole(shape.heads / shape.keyValueHeads)) {
    throw new CheckpointError({
      code: 'config-field',
      message: `${file}: ${shape.heads} heads do not divide the width ${shape.hiddenSize} or their ${shape.keyValueHeads} key-value heads.`,
      hint: 'Compare the file with the one published with the checkpoint.',
      data: { file, heads: shape.heads, hiddenSize: shape.hiddenSize },
    });
  }
  const { positions } = shape;
  if (
    positions.kind === 'rotary' &&
    (positions.dimensions < 2 || positions.dimensions > shape.headSize || positions.dimensions % 2 !== 0)
  ) {
    throw new CheckpointError({
      code: 'config-field',
      message: `${file}: ${positions.dimensions} rotary components do not fit a head of ${shape.headSize}.`,
      hint: 'Compare the file with the one published with the checkpoint.',
      data: { file, rotary: positions.dimensions, headSize: shape.headSize },
    });
  }
  if (positions.kind === 'rotary' && !rotaryFrequencies(positions).every((f) => f < MAX_FREQUENCY)) {
    throw new CheckpointError({
      code: 'config-field',
      message: `${file}: its rotary positions turn by more than ${MAX_FREQUENCY} per token.`,
      hint: 'Compare "rope_theta" and the scaling with the file published with the checkpoint.',
      data: { file, theta: positions.theta },
    });
  }
  // Before anything is listed block by block: a block count out of thin air must not take the memory.
  const last = shape.block(shape.blocks - 1).down.weight;
  if (!has(last)) {
    throw new CheckpointError({
      code: 'missing-tensor',
      message: `The checkpoint holds no tensor "${last}", of the last of its ${shape.blocks} blocks.`,
      hint: 'Check that all its files are there and that config.json belongs to them.',
      data: { tensor: last },
    });
  }
  return { shape, warnings };
}

/** The shape with its output head by the name it has in the checkpoint, if any. */
function withStoredHead(shape: TransformerShape, storedHead: string | undefined): TransformerShape {
  if (storedHead === undefined) return shape;
  return shape.tiedHead
    ? { ...shape, storedHead }
    : { ...shape, head: { ...shape.head, weight: storedHead } };
}

/** Every weight the forward pass needs, with the shape it must be stored in. */
export function requiredWeights(shape: TransformerShape): Map<string, readonly number[]> {
  const needed = new Map<string, readonly number[]>();
  const linear = ({ weight, bias, orientation, dIn, dOut }: LinearNames) => {
    needed.set(weight, orientation === 'in-out' ? [dIn, dOut] : [dOut, dIn]);
    if (bias) needed.set(bias, [dOut]);
  };
  const norm = ({ weight, bias }: NormNames, width: number) => {
    needed.set(weight, [width]);
    if (bias) needed.set(bias, [width]);
  };
  const { hiddenSize: d, headSize, positions } = shape;
  needed.set(shape.tokenEmbedding, [shape.vocabularySize, d]);
  if (positions.kind === 'learned') needed.set(positions.table, [shape.contextLength, d]);
  for (let b = 0; b < shape.blocks; b++) {
    const names = shape.block(b);
    norm(names.attentionNorm, d);
    if (names.mlpNorm) norm(names.mlpNorm, d);
    if (names.queryNorm) norm(names.queryNorm, headSize);
    if (names.keyNorm) norm(names.keyNorm, headSize);
    if (names.qkv.layout === 'separate') {
      for (const part of [names.qkv.query, names.qkv.key, names.qkv.value]) linear(part);
    } else {
      linear(names.qkv.fused);
    }
    linear(names.attentionOut);
    if (names.gate) linear(names.gate);
    linear(names.up);
    linear(names.down);
  }
  norm(shape.finalNorm, d);
  linear(shape.head);
  return needed;
}
