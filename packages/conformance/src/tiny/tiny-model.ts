import { createTokenizer, loadTransformer, type TensorSource, type TransformerShape } from '@alphaedit/model';
import type { ModelPort, Orientation } from '@alphaedit/spec';
import { type TinyCheckpoint, type TinyCheckpointOptions, tinyCheckpoint } from './tiny-checkpoint.js';

/** A tiny model: its checkpoint, and how it shows itself. */
export interface TinyModelOptions extends TinyCheckpointOptions {
  /** A checkpoint of your own; made from the other options where left out. */
  readonly checkpoint?: TinyCheckpoint;
  /** How the editable weights are stored; as GPT-2 does (`in-out`) where left out. The function is the same. */
  readonly orientation?: Orientation;
  /** What `contentHash` answers; a hash over config and weights where left out. */
  readonly digest?: string;
}

/**
 * A random GPT-2 on the running engine, without files: four blocks of width 16, keys of width 64, a token per
 * byte, a context of 64 tokens. The caller disposes of it.
 */
export function tinyModel(options: TinyModelOptions = {}): Promise<ModelPort> {
  const { checkpoint = tinyCheckpoint({ blocks: 4, ...options }), orientation = 'in-out' } = options;
  const { config, tokenizerJson, tokenizerConfig } = checkpoint;
  const tensors = inMemory(checkpoint, options.digest);
  return loadTransformer({
    config,
    tokenizer: createTokenizer(tokenizerJson, tokenizerConfig),
    ...(orientation === 'in-out' ? { tensors } : { tensors: turned(tensors), adjustShape: turnedShape }),
  });
}

function inMemory({ tensors, config }: TinyCheckpoint, digest?: string): TensorSource {
  return {
    has: (name) => tensors.has(name),
    shape: (name) => tensors.get(name)!.shape,
    read: async (name) => tensors.get(name)!.data.slice(),
    digest: async () => digest ?? hash({ config, tensors: [...tensors].map(([k, v]) => [k, [...v.data]]) }),
  };
}

async function hash(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isDown = (name: string) => name.endsWith('.mlp.c_proj.weight');

/** The same tensors with the down-projections transposed. */
function turned(source: TensorSource): TensorSource {
  return {
    ...source,
    shape: (name) => (isDown(name) ? [...source.shape(name)].reverse() : source.shape(name)),
    async read(name) {
      const data = await source.read(name);
      if (!isDown(name)) return data;
      const [rows, cols] = source.shape(name) as [number, number];
      return data.map((_, i) => data[(i % rows) * cols + Math.floor(i / rows)]!);
    },
  };
}

function turnedShape(shape: TransformerShape): TransformerShape {
  return {
    ...shape,
    block(b) {
      const names = shape.block(b);
      return { ...names, down: { ...names.down, orientation: 'out-in' } };
    },
  };
}
