import { CheckpointError } from '@alphaedit/spec';
import type { ConfigReader } from '../transformer-shape.js';

/** Where a config says that its weights are stored in fewer bits than they were trained in. */
const FIELDS = ['quantization_config', 'compression_config', 'quantization'];

/**
 * Quantized weights are other tensors altogether, and a change of the numbers they stand for would be lost.
 *
 * @throws {CheckpointError} `config-unsupported`
 */
export function refuseQuantized(config: ConfigReader, file: string): void {
  for (const field of FIELDS) {
    const value = config.raw(field);
    if (value === undefined || JSON.stringify(value) === '{}') continue;
    const { quant_method: method, quant_type: type, bits } = Object(value) as Record<string, unknown>;
    const kind = method ?? type;
    const words = [typeof kind === 'string' ? kind : '', typeof bits === 'number' ? `${bits} bits` : ''];
    const how = words.filter((word) => word !== '').join(', ');
    throw new CheckpointError({
      code: 'config-unsupported',
      message: `${file}: the weights are quantized${how && ` (${how})`}, says "${field}".`,
      hint: 'Quantized weights cannot be edited: use the unquantized checkpoint, in float32, float16 or bfloat16, or a GGUF file of the model.',
      data: { file, field, value },
    });
  }
}
