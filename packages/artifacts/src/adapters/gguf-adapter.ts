import {
  encodeGgufHeader,
  float32,
  type GgufMetadata,
  type GgufValue,
  quantize,
  string,
} from '@alphaedit/gguf';
import { type AdapterOptions, adapterFactors } from './adapter-factors.js';
import { type AdapterTensor, adapterTensor } from './adapter-tensor.js';
import type { AdaptedModule } from './peft-adapter.js';

/** What a GGUF adapter is made of. */
export interface GgufAdapterOptions extends AdapterOptions {
  /** `general.architecture` of the base model's GGUF file, e.g. `llama`: llama.cpp takes the adapter for no other. */
  readonly architecture: string;
  /** Name of a weight in the base model's GGUF file, e.g. `blk.1.ffn_down.weight`. */
  readonly tensorOf: (parameter: string) => string;
  /** What the adapter calls its base model. */
  readonly baseModel: string;
}

/** An adapter for llama.cpp and what runs it. */
export interface GgufAdapter {
  /** The file, its numbers float32. */
  readonly bytes: Uint8Array;
  readonly modules: readonly AdaptedModule[];
}

/**
 * An edit as a LoRA adapter in one GGUF file, which llama.cpp adds to the weights of its base, quantized or not: W + s B A,
 * s being the scale the user gives. `adapter.lora.alpha` is 0, which llama.cpp takes for "no factor of its own": exact for
 * ranks that differ from weight to weight.
 *
 * @throws {SettingsError} `no-deltas`, `adapter-rank`
 * @throws {EditError} `export-overflow` where a factor does not fit into float32
 */
export async function ggufAdapter(options: GgufAdapterOptions): Promise<GgufAdapter> {
  const { architecture, tensorOf, baseModel } = options;
  const tensors: AdapterTensor[] = [];
  const modules: AdaptedModule[] = [];
  for (const { parameter, a, b, lost } of await adapterFactors(options)) {
    const module = tensorOf(parameter);
    tensors.push(adapterTensor(`${module}.lora_a`, a), adapterTensor(`${module}.lora_b`, b));
    modules.push({ parameter, module, rank: a.rows, lost });
  }
  const metadata: GgufMetadata = new Map<string, GgufValue>([
    ['general.type', string('adapter')],
    ['general.architecture', string(architecture)],
    ['adapter.type', string('lora')],
    ['adapter.lora.alpha', float32(0)],
    ['general.base_model.count', { type: 'uint32', value: 1 }],
    ['general.base_model.0.name', string(baseModel)],
  ]);
  const specs = tensors.map(({ name, shape }) => ({ name, shape, type: 'F32' as const }));
  const { bytes: header, layout } = encodeGgufHeader(metadata, specs);
  const parts = [header];
  for (const [i, { data }] of tensors.entries()) {
    parts.push(quantize(data, 'F32'), new Uint8Array(layout[i]!.padding));
  }
  return { bytes: concatenated(parts), modules };
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
