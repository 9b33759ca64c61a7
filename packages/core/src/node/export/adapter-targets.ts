import type { AdaptedModule } from '@alphaedit/artifacts';
import { ggufAdapter, loraAdapter } from '@alphaedit/artifacts';
import { llamaCppFamily } from '@alphaedit/model';
import type { LinearAlgebra, ModelInfo, WeightDelta } from '@alphaedit/spec';
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
/** The files of an adapter for llama.cpp. */
export const GGUF_FILES = { weights: 'adapter.gguf', modelfile: 'Modelfile' } as const;

const text = (content: string) => new TextEncoder().encode(content);
const json = (value: unknown) => text(`${JSON.stringify(value, undefined, 2)}\n`);

async function forPeft({ info, ...options }: AdapterContents): Promise<AdapterFiles> {
  const moduleOf = (parameter: string) => modulePath(parameter, info.architecture);
  const { config, weights, modules } = await loraAdapter({ ...options, moduleOf });
  return { files: { [PEFT_FILES.weights]: weights, [PEFT_FILES.config]: json(config) }, modules };
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
  peft: forPeft,
  /** llama.cpp, Ollama, and what else runs GGUF files. */
  gguf: forLlamaCpp,
} as const satisfies Record<string, (contents: AdapterContents) => Promise<AdapterFiles>>;

/** @see ADAPTER_TARGETS */
export type AdapterTarget = keyof typeof ADAPTER_TARGETS;
