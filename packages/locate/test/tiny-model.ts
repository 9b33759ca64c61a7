import { createTokenizer, loadTransformer } from '@alphaedit/model';
import type { ModelPort } from '@alphaedit/spec';
import { tinyCheckpoint } from '@alphaedit/testing';

/** Four blocks, one token per byte, embeddings large enough for the model to be sure of some answer. */
export function tinyModel(): Promise<ModelPort> {
  const checkpoint = tinyCheckpoint({ blocks: 4, keySize: 24, embedding: 6 });
  const { tensors, config, tokenizerJson, tokenizerConfig } = checkpoint;
  return loadTransformer({
    config,
    tokenizer: createTokenizer(tokenizerJson, tokenizerConfig),
    tensors: {
      has: (name) => tensors.has(name),
      shape: (name) => tensors.get(name)!.shape,
      read: async (name) => tensors.get(name)!.data.slice(),
      digest: async () => 'tiny',
    },
  });
}
