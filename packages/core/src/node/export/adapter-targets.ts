import type { AdaptedModule } from '@alphaedit/artifacts';
import { ggufAdapter, loraAdapter, mlxAdapter } from '@alphaedit/artifacts';
import { llamaCppFamily } from '@alphaedit/model';
import type { LinearAlgebra, ModelInfo, WeightDelta } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { modulePath } from './module-path.js';

/** What an adapter is made of. */
export interface AdapterContents {
  readonly deltas: readonly WeightDelta[];
  readonly info: ModelInfo;
  /** What the adapter calls its base model. */
  readonly baseModel: string;
  readonly rank?: number;
  readonly linalg: LinearAlgebra;
}

/** The files of an adapter, its weights first. */
export interface AdapterFiles {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly modules: readonly AdaptedModule[];
}

/** The files of an adapter that PEFT reads. */
export const PEFT_FILES = { weights: 'adapter_model.safetensors', config: 'adapter_config.json' } as const;
/** The files of an adapter for MLX-LM. */
export const MLX_FILES = { weights: 'adapters.safetensors', config: 'adapter_config.json' } as const;
/** The files of an adapter for llama.cpp. */
export const GGUF_FILES = { weights: 'adapter.gguf', modelfile: 'Modelfile' } as const;

const text = (content: string) => new TextEncoder().encode(content);
const json = (value: unknown) => text(`${JSON.stringify(value, undefined, 2)}\n`);

/** The ranks that vLLM takes; it reads one for all weights. */
const VLLM_RANKS = [8, 16, 32, 64, 128, 256, 320, 512];

async function forPeft(
  { info, ...options }: AdapterContents,
  ranks?: readonly number[],
): Promise<AdapterFiles> {
  const moduleOf = (parameter: string) => modulePath(parameter, info.architecture);
  const { config, weights, modules } = await loraAdapter({ ...options, moduleOf, ...(ranks && { ranks }) });
  return { files: { [PEFT_FILES.weights]: weights, [PEFT_FILES.config]: json(config) }, modules };
}

/** Where MLX-LM has the blocks of the families that it runs, and the edited weight in them. */
const MLX_PLACES: Readonly<Record<string, { readonly layers: string; readonly key: string }>> = {
  gpt2: { layers: 'model.h', key: 'mlp.c_proj' },
  llama: { layers: 'model.layers', key: 'mlp.down_proj' },
  mistral: { layers: 'model.layers', key: 'mlp.down_proj' },
  qwen2: { layers: 'model.layers', key: 'mlp.down_proj' },
  qwen3: { layers: 'model.layers', key: 'mlp.down_proj' },
};

async function forMlx({ info, ...options }: AdapterContents): Promise<AdapterFiles> {
  const { architecture, blocks, editable } = info;
  const place = MLX_PLACES[architecture];
  if (!place) {
    throw new SettingsError({
      code: 'adapter-family',
      message: `There is no adapter for MLX of the family ${architecture}: MLX-LM computes no such model, or otherwise than it was trained.`,
      hint: `Export the edited checkpoint with \`exportEditedCheckpoint(edits, { model, out })\`. Families with adapters for MLX: ${Object.keys(MLX_PLACES).join(', ')}.`,
      data: { architecture },
    });
  }
  const blockOf = new Map(editable.map(({ name, block }) => [name, block]));
  const placeOf = (parameter: string) => {
    const block = blockOf.get(parameter)!;
    // A wrong name would be passed over by MLX without a word.
    return { block, layer: `${place.layers}.${block}`, key: place.key };
  };
  const { config, weights, modules } = await mlxAdapter({ ...options, blocks, placeOf });
  return { files: { [MLX_FILES.weights]: weights, [MLX_FILES.config]: json(config) }, modules };
}

async function forLlamaCpp({ info, ...options }: AdapterContents): Promise<AdapterFiles> {
  const { architecture } = llamaCppFamily(info.architecture);
  const blockOf = new Map(info.editable.map(({ name, block }) => [name, block]));
  const tensorOf = (parameter: string) => `blk.${blockOf.get(parameter)}.ffn_down.weight`;
  const { bytes, modules } = await ggufAdapter({ ...options, architecture, tensorOf });
  const files = { [GGUF_FILES.weights]: bytes, [GGUF_FILES.modelfile]: text(modelfile(options.baseModel)) };
  return { files, modules };
}

/** For Ollama: the base model and the adapter. */
const modelfile = (baseModel: string): string =>
  `# The model the edit was made on, by its tag in Ollama or as a path of its GGUF file. It may be quantized, but it has to
# be this very model: on another one the adapter changes the wrong things.
FROM ${baseModel}
ADAPTER ./${GGUF_FILES.weights}
`;

/** What reads the adapter, and how it is made for it. */
export const ADAPTER_TARGETS = {
  /** PEFT and `transformers`. */
  peft: (contents) => forPeft(contents),
  /** vLLM: PEFT's files, of one rank. */
  vllm: (contents) => forPeft(contents, VLLM_RANKS),
  /** MLX-LM. */
  mlx: forMlx,
  /** llama.cpp, Ollama, and what else runs GGUF files. */
  gguf: forLlamaCpp,
} as const satisfies Record<string, (contents: AdapterContents) => Promise<AdapterFiles>>;

/** @see ADAPTER_TARGETS */
export type AdapterTarget = keyof typeof ADAPTER_TARGETS;
