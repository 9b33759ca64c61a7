import type { DType } from '@alphaedit/safetensors';

/** Element types an export may store edited weights in, as Python calls them. */
export const EXPORT_DTYPES = { float32: 'F32', bfloat16: 'BF16' } as const satisfies Record<string, DType>;

/** @see EXPORT_DTYPES */
export type ExportDtype = keyof typeof EXPORT_DTYPES;

/**
 * The narrowest type that holds every number of these types exactly, as `config.json` calls it. That is what its
 * `torch_dtype` has to be: a reader that converts all weights to it then computes with the numbers that are stored. With
 * the old type, `from_pretrained` would convert the edited weights back, and those that do not fit would be infinite.
 */
export function holdingAll(types: ReadonlySet<DType>): string {
  if (types.has('F64')) return 'float64';
  const both = types.has('F16') && types.has('BF16');
  if (types.has('F32') || both) return 'float32';
  return types.has('BF16') ? 'bfloat16' : 'float16';
}

/** `config.json` with another type of its weights; every other byte stays as it is. */
export function withDtype(config: string, dtype: string): string {
  const named = config.replace(/("(?:torch_dtype|dtype)"\s*:\s*)(?:"[^"]*"|null)/g, `$1"${dtype}"`);
  const { torch_dtype, dtype: own } = JSON.parse(named) as Record<string, unknown>;
  if (torch_dtype === dtype || own === dtype) return named;
  return named.replace(/\{/, `{\n  "torch_dtype": "${dtype}",`);
}

/** `model.safetensors.index.json` with another number of bytes of all tensors. */
export function withTotalSize(index: string, bytes: number): string {
  return index.replace(/("total_size"\s*:\s*)[\d.eE+]+/, `$1${bytes}`);
}
