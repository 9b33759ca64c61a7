import { SettingsError } from '@alphaedit/spec';
import { encodeHeader } from './encode-header.js';
import { IN_MEMORY_BYTES, tooLarge } from './in-memory.js';
import { bytesOf, specOf, type TensorData } from './tensor-data.js';

/**
 * A safetensors file in memory. Equal input gives equal bytes, whatever the order of the tensors.
 *
 * @throws {SettingsError} `safetensors-shape`, `safetensors-name`, `safetensors-too-large` over 2 GiB
 */
export function encodeSafetensors(
  tensors: readonly TensorData[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { bytes: header, order } = encodeHeader(
    tensors.map((tensor) => ({ ...specOf(tensor), data: tensor.data })),
    metadata,
  );
  const total = order.reduce((sum, { data }) => sum + data.byteLength, header.length);
  if (total > IN_MEMORY_BYTES) {
    throw new SettingsError({
      code: 'safetensors-too-large',
      message: tooLarge('The file to be made', total),
      hint: 'Write it tensor by tensor with `writeSafetensors`, or in several files.',
      data: { bytes: total },
    });
  }
  const out = new Uint8Array(total);
  out.set(header);
  let position = header.length;
  for (const { data } of order) {
    out.set(bytesOf(data), position);
    position += data.byteLength;
  }
  return out;
}
