import type { TensorData } from '@alphaedit/safetensors';
import { encodeSafetensors } from '@alphaedit/safetensors';
import type { Orientation } from '@alphaedit/spec';
import { type AdapterOptions, adapterFactors } from './adapter-factors.js';
import { adapterTensor } from './adapter-tensor.js';
import { paddedFactors } from './padded-factors.js';

/** What a PEFT adapter is made of. */
export interface LoraAdapterOptions extends AdapterOptions {
  /** Path of the module a weight belongs to in the Python model, e.g. `transformer.h.1.mlp.c_proj`. */
  readonly moduleOf: (parameter: string) => string;
  /** What the adapter calls its base model: a folder, or the id of a hub. */
  readonly baseModel: string;
  /**
   * Ranks that the reader takes, rising, where it wants one for all weights and takes no others: every weight gets the
   * smallest that holds the widest change, filled with zeros.
   */
  readonly ranks?: readonly number[];
}

/** A weight that an adapter changes. */
export interface AdaptedModule {
  readonly parameter: string;
  readonly module: string;
  readonly rank: number;
  /** ‖ΔW − BA‖ / ‖ΔW‖ (Frobenius): 0 unless `rank` cut something off. */
  readonly lost: number;
}

/** A PEFT LoRA adapter: what its two files hold. */
export interface LoraAdapter {
  /** `adapter_config.json` */
  readonly config: Readonly<Record<string, unknown>>;
  /** `adapter_model.safetensors`, float32. */
  readonly weights: Uint8Array;
  readonly modules: readonly AdaptedModule[];
}

/**
 * An edit as a LoRA adapter in the form PEFT loads: W + (α / r) B A with α = r, so of scale 1.
 *
 * @throws {SettingsError} `no-deltas`, `adapter-rank`, `adapter-too-wide`
 * @throws {EditError} `export-overflow` where a factor does not fit into float32
 * @see Hu et al. 2021, arXiv 2106.09685
 */
export async function loraAdapter(options: LoraAdapterOptions): Promise<LoraAdapter> {
  const { deltas, moduleOf, baseModel, ranks } = options;
  const own = await adapterFactors(options);
  const tensors: TensorData[] = [];
  const modules: AdaptedModule[] = [];
  for (const { parameter, a, b, lost } of ranks ? paddedFactors(own, ranks) : own) {
    const module = moduleOf(parameter);
    tensors.push(adapterTensor(`base_model.model.${module}.lora_A.weight`, a));
    tensors.push(adapterTensor(`base_model.model.${module}.lora_B.weight`, b));
    modules.push({ parameter, module, rank: a.rows, lost });
  }
  const { orientation } = deltas[0]!;
  return {
    config: configOf(modules, orientation, baseModel),
    weights: encodeSafetensors(tensors, { format: 'pt' }),
    modules,
  };
}

function configOf(
  modules: LoraAdapter['modules'],
  orientation: Orientation,
  baseModel: string,
): Record<string, unknown> {
  const rank = Math.max(...modules.map((module) => module.rank));
  // One rank for all is what most readers of adapters understand; a pattern says where it differs.
  const others = modules
    .filter((module) => module.rank !== rank)
    .map(({ module, rank: own }) => [module, own]);
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: baseModel,
    inference_mode: true,
    r: rank,
    lora_alpha: rank,
    lora_dropout: 0,
    bias: 'none',
    target_modules: modules.map(({ module }) => module),
    fan_in_fan_out: orientation === 'in-out',
    rank_pattern: Object.fromEntries(others),
    alpha_pattern: Object.fromEntries(others),
    use_rslora: false,
    use_dora: false,
    init_lora_weights: true,
    modules_to_save: null,
  };
}
