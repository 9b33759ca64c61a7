import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { quantize } from '@alphaedit/gguf';
import { openGguf } from '@alphaedit/gguf/node';
import { CheckpointError } from '@alphaedit/spec';
import { digestCheckpoint } from './checkpoint-digest.js';
import type { CheckpointFolder } from './checkpoint-handle.js';
import { ggufConfig } from './gguf/gguf-config.js';
import { fromGgufLayout, ggufTensors } from './gguf/gguf-tensors.js';
import { llamaCppFamily } from './gguf/llama-cpp-family.js';
import { readGgufTokenizer } from './gguf/read-gguf-tokenizer.js';
import { readShape } from './read-shape.js';
import { createTokenizer } from './tokenizer/create-tokenizer.js';

/** Whether a path is of a GGUF file, by its ending. */
export const isGgufPath = (path: string): boolean => path.toLowerCase().endsWith('.gguf');

/**
 * Opens a GGUF file as a checkpoint: its weights by the names and in the layout of the Hugging Face form, quantized ones as the
 * numbers they stand for. The caller closes it.
 *
 * @throws {CheckpointError} `gguf-unsupported`, `missing-tensor`, and those of `openGguf`
 */
export async function openGgufCheckpoint(path: string): Promise<CheckpointFolder> {
  const file = await openGguf(path);
  try {
    const config = await ggufConfig(file);
    // Every weight is taken to be there until its name in the file is known; only a head may be left out.
    const hasHead = file.tensors.has('output.weight');
    const { shape } = readShape(config, (name) => hasHead || !HEADS.has(name), { file: path });
    const plans = new Map(
      ggufTensors(shape, llamaCppFamily(shape.architecture)).map((tensor) => [tensor.source, tensor]),
    );
    const has = (name: string) => {
      const plan = plans.get(name);
      return plan !== undefined && file.tensors.has(plan.name);
    };
    const at = (name: string) => {
      const plan = plans.get(name);
      if (!plan) {
        throw new CheckpointError({
          code: 'missing-tensor',
          message: `The checkpoint holds no tensor "${name}".`,
          hint: 'Check that the file holds a whole model.',
          data: { tensor: name },
        });
      }
      const info = file.tensor(plan.name);
      return { info, layout: { ...plan, shape: info.shape }, isPlain: !plan.transposed && !plan.rowOf };
    };
    const read = async (name: string) => {
      const { info, layout } = at(name);
      return fromGgufLayout(await file.readFloat32(info.name), layout);
    };
    const tokenizerFiles = async () => readGgufTokenizer(file.metadata, path);
    return {
      directory: path,
      config,
      files: [basename(path)],
      tensors: {
        has,
        names: () => [...plans.keys()].filter(has),
        shape: (name) => {
          const { info, layout } = at(name);
          return layout.transposed ? [...info.shape].reverse() : info.shape;
        },
        read,
        stored(name) {
          const { info, isPlain } = at(name);
          const { type, size } = info;
          return {
            dtype: type,
            async bytes(from = 0, to = size) {
              const values = isPlain
                ? await file.readFloat32(info.name, { from, to })
                : (await read(name)).subarray(from, to);
              return quantize(values, type === 'F16' || type === 'BF16' ? type : 'F32');
            },
          };
        },
        async digest() {
          const hash = createHash('sha256');
          const tensors = [...file.tensors.values()].map(({ name, type, shape: size }) => ({
            name,
            dtype: type,
            shape: size,
            read: (from: number, to: number) => file.readBytes(name, { from, to }),
          }));
          await digestCheckpoint(hash, config, tensors);
          return hash.digest('hex');
        },
      },
      tokenizerFiles,
      async tokenizer() {
        const { json, config: settings, name, endTokenIds } = await tokenizerFiles();
        return createTokenizer(json, settings, name, { endTokenIds });
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Names that an output head has in the families read here. */
const HEADS: ReadonlySet<string> = new Set(['lm_head.weight', 'embed_out.weight']);
