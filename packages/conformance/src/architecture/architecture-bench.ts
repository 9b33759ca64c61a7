import {
  type Architecture,
  createTokenizer,
  loadTransformer,
  readShape,
  requiredWeights,
  type TransformerShape,
} from '@alphaedit/model';
import type { ModelPort } from '@alphaedit/spec';
import { randomNumbers } from '../tiny/random-numbers.js';
import { tinyCheckpoint } from '../tiny/tiny-checkpoint.js';
import type { Tensors } from './reference-forward.js';

/** A tiny checkpoint of the family under test, and models made from it. */
export interface ArchitectureBench {
  readonly config: Readonly<Record<string, unknown>>;
  readonly shape: TransformerShape;
  readonly tensors: Tensors;
  /** The model, made on first use and shared by the checks. */
  model(): Promise<ModelPort>;
  /** A model of the same weights with another config. */
  load(config: Readonly<Record<string, unknown>>): Promise<ModelPort>;
  dispose(): void;
}

/** Random weights for a config, by the names and shapes its architecture asks for. */
export function architectureBench(
  architecture: Architecture,
  config: Readonly<Record<string, unknown>>,
): ArchitectureBench {
  const extra = [architecture];
  const { shape } = readShape(config, () => true, { architectures: extra });
  const tensors = new Map(
    [...requiredWeights(shape)].map(([name, size], i) => {
      const length = size.reduce((a, b) => a * b, 1);
      // Gains near 1, the rest small enough that no activation saturates.
      const gain = size.length === 1 && name.endsWith('weight') ? 1 : 0;
      return [
        name,
        { shape: size, data: Float32Array.from(randomNumbers(length, i + 1), (x) => gain + 0.3 * x) },
      ];
    }),
  );
  const load = (changed: Readonly<Record<string, unknown>>) => {
    const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
    return loadTransformer({
      config: changed,
      architectures: extra,
      tokenizer: createTokenizer(tokenizerJson, tokenizerConfig),
      tensors: {
        has: (name) => tensors.has(name),
        shape: (name) => tensors.get(name)!.shape,
        read: async (name) => tensors.get(name)!.data.slice(),
        digest: async () => 'conformance',
      },
    });
  };
  let model: Promise<ModelPort> | undefined;
  return {
    config,
    shape,
    tensors,
    load,
    model() {
      model ??= load(config);
      return model;
    },
    dispose() {
      void model?.then((made) => made.dispose());
    },
  };
}
