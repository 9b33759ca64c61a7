import { writeFileAtomically } from '@alphaedit/files';
import type { DType } from './dtype.js';
import { encodeHeader, type TensorSpec } from './encode-header.js';
import { bytesOf, specOf, type TensorArray, type TensorData } from './tensor-data.js';

/** A tensor whose elements are made when its turn to be written comes. */
export interface LazyTensorData {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: () => TensorArray | Promise<TensorArray>;
}

/** What to write beside the tensors. */
export interface WriteSafetensorsOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Writes a safetensors file tensor by tensor, beside `path` and renamed: of lazy tensors only one is in
 * memory at a time, and a write that fails leaves what was there before.
 *
 * @returns number of bytes written
 * @throws {SettingsError} `safetensors-shape`, `safetensors-name`
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly (TensorData | LazyTensorData)[],
  { metadata, signal }: WriteSafetensorsOptions = {},
): Promise<number> {
  const { bytes, order } = encodeHeader(tensors.map(withSpec), metadata);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes;
    for (const { source, ...spec } of order) yield await elementBytes(source, spec);
  }
  return writeFileAtomically(path, chunks(), { signal });
}

function isLazy(tensor: TensorData | LazyTensorData): tensor is LazyTensorData {
  return typeof tensor.data === 'function';
}

function withSpec(tensor: TensorData | LazyTensorData): TensorSpec & { source: TensorData | LazyTensorData } {
  const { name, dtype, shape } = isLazy(tensor) ? tensor : specOf(tensor);
  return { name, dtype, shape, source: tensor };
}

async function elementBytes(source: TensorData | LazyTensorData, spec: TensorSpec): Promise<Uint8Array> {
  if (!isLazy(source)) return bytesOf(source.data);
  const data = await source.data();
  // The header is out already, so a lazy tensor is checked against it here.
  specOf({ ...spec, data });
  return bytesOf(data);
}
