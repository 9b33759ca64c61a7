import type { Activation, ConfigReader } from '../transformer-shape.js';

const BY_NAME: Readonly<Record<string, Activation>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_accurate: 'gelu-tanh',
  silu: 'silu',
  swish: 'silu',
  relu: 'relu',
};

/** The activation a config names. @throws {CheckpointError} `config-unsupported` for an unknown one */
export function activationOf(config: ConfigReader, field: string, fallback: string): Activation {
  const name = config.string(field, fallback);
  const activation = BY_NAME[name];
  return activation ?? config.refuse(field, `Supported activations: ${Object.keys(BY_NAME).join(', ')}.`);
}
