import { transpose } from '@alphaedit/linalg';
import { encodeSafetensors } from '@alphaedit/safetensors';
import { type AdapterOptions, adapterFactors } from './adapter-factors.js';
import { adapterTensor } from './adapter-tensor.js';
import { paddedFactors } from './padded-factors.js';
import type { AdaptedModule, LoraAdapter } from './peft-adapter.js';

/** What an adapter for MLX is made of. */
export interface MlxAdapterOptions extends AdapterOptions {
  /** Blocks of the model. */
  readonly blocks: number;
  /** Where a weight is in MLX's model: `model.layers.3` and, within the block, `mlp.down_proj`. */
  readonly placeOf: (parameter: string) => {
    readonly block: number;
    readonly layer: string;
    readonly key: string;
  };
}

/**
 * An edit as a LoRA adapter in the form that MLX-LM loads: y + s (x A) B with s = 1, A [dIn, r] and B [r, dOut], of one
 * rank for all weights. MLX puts adapters into a number of blocks counted from the last: those that the edit leaves alone have
 * none in the file, and start as zero.
 *
 * @returns `adapter_config.json` and `adapters.safetensors`
 * @throws {SettingsError} `no-deltas`, `adapter-rank`
 * @throws {EditError} `export-overflow` where a factor does not fit into float32
 */
export async function mlxAdapter(options: MlxAdapterOptions): Promise<LoraAdapter> {
  const { blocks, placeOf } = options;
  const factors = paddedFactors(await adapterFactors(options));
  const places = factors.map(({ parameter }) => placeOf(parameter));
  const names = places.map(({ layer, key }) => `${layer}.${key}`);
  return {
    config: {
      fine_tune_type: 'lora',
      num_layers: blocks - Math.min(...places.map(({ block }) => block)),
      lora_parameters: {
        rank: factors[0]!.a.rows,
        scale: 1,
        dropout: 0,
        keys: [...new Set(places.map(({ key }) => key))],
      },
    },
    weights: encodeSafetensors(
      factors.flatMap(({ a, b }, i) => [
        adapterTensor(`${names[i]}.lora_a`, transpose(a)),
        adapterTensor(`${names[i]}.lora_b`, transpose(b)),
      ]),
      { format: 'mlx' },
    ),
    modules: factors.map(({ parameter, a, lost }, i): AdaptedModule => {
      return { parameter, module: names[i]!, rank: a.rows, lost };
    }),
  };
}
