import { add, columns, concatColumns, identity, transpose, zeros } from '@alphaedit/linalg';
import type { TensorData } from '@alphaedit/safetensors';
import { encodeSafetensors } from '@alphaedit/safetensors';
import type { LinearAlgebra, Matrix, Orientation, WeightDelta } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import { assertStored } from './stored-values.js';

/** What an adapter is made of. */
export interface LoraAdapterOptions {
  /** In any order; those of one weight add up. */
  readonly deltas: readonly WeightDelta[];
  /** Path of the module a weight belongs to in the Python model, e.g. `transformer.h.1.mlp.c_proj`. */
  readonly moduleOf: (parameter: string) => string;
  /** What the adapter calls its base model: a folder, or the id of a hub. */
  readonly baseModel: string;
  /**
   * Rank per weight at most. Without it the adapter is the edit itself, of rank min(Σr, dOut, dIn); with it, the
   * nearest of that rank (Eckart–Young).
   */
  readonly rank?: number;
  readonly linalg: Pick<LinearAlgebra, 'matmul' | 'svd'>;
}

/** A PEFT LoRA adapter: what its two files hold. */
export interface LoraAdapter {
  /** `adapter_config.json` */
  readonly config: Readonly<Record<string, unknown>>;
  /** `adapter_model.safetensors`, float32. */
  readonly weights: Uint8Array;
  readonly modules: readonly {
    readonly parameter: string;
    readonly module: string;
    readonly rank: number;
    /** ‖ΔW − BA‖ / ‖ΔW‖ (Frobenius): 0 unless `rank` cut something off. */
    readonly lost: number;
  }[];
}

/** W + ΔW = W + (α / r) B A with α = r: `lora_B` [dOut, r], `lora_A` [r, dIn]. */
interface Factors {
  readonly b: Matrix;
  readonly a: Matrix;
  readonly lost: number;
}

/**
 * An edit as a LoRA adapter in the form PEFT loads: ΔW = B A, scale 1. Where the factors of all batches together are
 * wider than the weight is, the full change stands in for them, with the identity beside it: exact, and never larger
 * than the weight.
 *
 * @throws {SettingsError} `no-deltas`, `adapter-rank`
 * @throws {EditError} `export-overflow` where a factor does not fit into float32
 * @see Hu et al. 2021, arXiv 2106.09685
 */
export async function loraAdapter(options: LoraAdapterOptions): Promise<LoraAdapter> {
  const { deltas, moduleOf, baseModel, rank } = options;
  if (deltas.length === 0) {
    throw new SettingsError({
      code: 'no-deltas',
      message: 'The edit changes nothing, so there is no adapter to write.',
      hint: 'Give a run with facts that are not undone.',
    });
  }
  if (rank !== undefined && !(Number.isInteger(rank) && rank > 0)) {
    throw new SettingsError({
      code: 'adapter-rank',
      message: `An adapter cannot have rank ${rank}.`,
      hint: 'Give a whole number of at least 1, or none for the exact edit.',
      data: { rank },
    });
  }
  const byWeight = new Map<string, WeightDelta[]>();
  for (const delta of deltas)
    byWeight.set(delta.parameter, [...(byWeight.get(delta.parameter) ?? []), delta]);
  const tensors: TensorData[] = [];
  const modules: LoraAdapter['modules'][number][] = [];
  for (const [parameter, parts] of byWeight) {
    const module = moduleOf(parameter);
    const { a, b, lost } = await factors(parts, options);
    tensors.push(tensor(`base_model.model.${module}.lora_A.weight`, a));
    tensors.push(tensor(`base_model.model.${module}.lora_B.weight`, b));
    modules.push({ parameter, module, rank: a.rows, lost });
  }
  const { orientation } = deltas[0]!;
  return {
    config: configOf(modules, orientation, baseModel),
    weights: encodeSafetensors(tensors, { format: 'pt' }),
    modules,
  };
}

async function factors(
  parts: readonly WeightDelta[],
  { linalg, rank }: LoraAdapterOptions,
): Promise<Factors> {
  const first = parts[0]!;
  const [dOut, dIn] =
    first.kind === 'dense' ? [first.value.rows, first.value.cols] : [first.left.rows, first.right.rows];
  const thin = parts.filter((delta) => delta.kind === 'low-rank');
  const total =
    thin.length === parts.length
      ? thin.reduce((sum, { left }) => sum + left.cols, 0)
      : Number.POSITIVE_INFINITY;
  const exact = Math.min(total, dOut, dIn);
  if (total === exact && (rank === undefined || rank >= exact)) {
    // B = [left₁ left₂ …], A = [right₁ right₂ …]ᵀ.
    const b = concatColumns(thin.map(({ left }) => left));
    return { b, a: transpose(concatColumns(thin.map(({ right }) => right))), lost: 0 };
  }
  const sum = await summed(parts, linalg, dOut, dIn);
  if (rank === undefined || rank >= exact) {
    return dOut <= dIn ? { b: identity(dOut), a: sum, lost: 0 } : { b: sum, a: identity(dIn), lost: 0 };
  }
  return truncated(sum, rank, linalg);
}

/** Σ ΔW in float64. */
async function summed(
  parts: readonly WeightDelta[],
  linalg: LoraAdapterOptions['linalg'],
  dOut: number,
  dIn: number,
): Promise<Matrix> {
  let sum = zeros(dOut, dIn);
  for (const delta of parts) {
    sum = add(
      sum,
      delta.kind === 'dense'
        ? delta.value
        : await linalg.matmul(delta.left, delta.right, { transposeB: true }),
    );
  }
  return sum;
}

/** U_k Σ_k and V_kᵀ: the nearest matrix of rank k; what is lost is the root of the squares of the other σ. */
async function truncated(sum: Matrix, rank: number, linalg: LoraAdapterOptions['linalg']): Promise<Factors> {
  const { u, values: s, v } = await linalg.svd(sum);
  const scaled = columns(u, 0, rank);
  for (let i = 0; i < scaled.data.length; i++) scaled.data[i]! *= s[i % rank]!;
  const squares = (from: number) => s.slice(from).reduce((total, value) => total + value * value, 0);
  const whole = squares(0);
  return {
    b: scaled,
    a: transpose(columns(v, 0, rank)),
    lost: whole === 0 ? 0 : Math.sqrt(squares(rank) / whole),
  };
}

function tensor(name: string, { rows, cols, data: values }: Matrix): TensorData {
  const data = Float32Array.from(values);
  assertStored(values, data, 'F32', name);
  return { name, shape: [rows, cols], data };
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
