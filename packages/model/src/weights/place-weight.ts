import { CheckpointError, eventLoopTurn } from '@alphaedit/spec';
import type { TensorSource } from '../tensor-source.js';
import { deviceTensor } from './device-tensor.js';
import { deviceWeight, tensorflowBackend } from './device-weight.js';
import { finiteHalves } from './finite-halves.js';
import { hostWeight } from './host-weight.js';
import { isPackedType, PACKED_BYTES, type PackedBytes } from './packed-bytes.js';
import type { WeightStore } from './weight-store.js';

/**
 * Where the matrices of a model are while it runs. Vectors, and matrices being edited, are float32 always.
 * `float32`: on the device, 4 bytes an element.
 * `stored`: in the type of the checkpoint, 2 bytes an element in bf16 and f16, widened where they are used; on
 * the device with TensorFlow, in the process's memory with the other engines.
 * `disk`: in the checkpoint's files, read and widened where they are used; as `stored` where files cannot be
 * read without waiting, which is so in a browser.
 * The numbers that are computed with are the same.
 */
export type WeightResidency = 'float32' | 'stored' | 'disk';

/** Elements looked at or read at a time. */
const PIECE = 2 ** 24;

/**
 * Puts one weight where it belongs, checked. At most one copy of it is made on the way.
 *
 * @throws {CheckpointError} `non-finite-weights`
 */
export async function placeWeight(
  weights: WeightStore,
  tensors: TensorSource,
  name: string,
  shape: readonly number[],
  residency: WeightResidency,
): Promise<void> {
  const backend = tensorflowBackend();
  // Where TensorFlow can widen, it does so many times faster than it is done here.
  const widened = residency === 'float32' && backend !== undefined;
  const packed = shape.length === 2 && (residency !== 'float32' || widened);
  const stored = packed ? tensors.stored?.(name) : undefined;
  const fromDisk = residency === 'disk' ? stored?.read : undefined;
  if (!stored || !isPackedType(stored.dtype) || (!fromDisk && stored.dtype === 'F32')) {
    const values = await tensors.read(name);
    checkFinite(values, name);
    weights.set(name, deviceTensor(values, shape));
    return;
  }
  const { dtype } = stored;
  const matrix = shape as readonly [number, number];
  if (fromDisk) {
    const source: PackedBytes = { dtype, read: fromDisk };
    await checkPieces(source, matrix[0] * matrix[1], name);
    weights.setPacked(name, hostWeight(source, matrix));
    return;
  }
  const bytes = await stored.bytes();
  const source: PackedBytes = {
    dtype,
    read: (from, to) => bytes.subarray(from * PACKED_BYTES[dtype], to * PACKED_BYTES[dtype]),
  };
  await checkPieces(source, matrix[0] * matrix[1], name);
  if (!backend || dtype === 'F32') {
    weights.setPacked(name, hostWeight(source, matrix));
    return;
  }
  const onDevice = deviceWeight(backend, bytes, dtype, matrix);
  if (!widened) {
    weights.setPacked(name, onDevice);
    return;
  }
  try {
    weights.set(name, onDevice.widen(0, matrix[0]));
  } finally {
    onDevice.dispose();
  }
}

async function checkPieces(source: PackedBytes, size: number, name: string): Promise<void> {
  for (let from = 0; from < size; from += PIECE) {
    const bytes = source.read(from, Math.min(size, from + PIECE));
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    if (source.dtype === 'F32') {
      checkFinite(new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4), name);
    } else {
      if (!finiteHalves(aligned, source.dtype)) throw nonFinite(name);
    }
    await eventLoopTurn();
  }
}

function checkFinite(values: Float32Array, name: string): void {
  // x · 0 is 0 for every number and NaN for NaN and the infinities.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum !== 0) throw nonFinite(name);
}

function nonFinite(name: string): CheckpointError {
  return new CheckpointError({
    code: 'non-finite-weights',
    message: `Tensor "${name}" holds NaN or infinite values.`,
    hint: 'The checkpoint is damaged: download it again.',
    data: { tensor: name },
  });
}
