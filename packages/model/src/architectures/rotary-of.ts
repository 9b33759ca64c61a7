import { CheckpointError } from '@alphaedit/spec';
import type { ConfigFields, ConfigReader, PositionScheme } from '../transformer-shape.js';

/**
 * Rotary positions from either spelling: `rope_theta` with `rope_scaling`, or `rope_parameters`.
 *
 * @param partial share of each head that is rotated where the config does not say, in families that allow one;
 * in the others every component is
 * @throws {CheckpointError} `config-unsupported` for a scaling that is not implemented
 */
export function rotaryOf(
  config: ConfigReader,
  headSize: number,
  { partial }: { readonly partial?: number } = {},
): PositionScheme {
  const parameters = config.section(['rope_parameters', 'rope_scaling']);
  const theta = agreed(config, ['rope_theta', 'rotary_emb_base'], parameters, 'rope_theta', 10_000);
  const share = agreed(
    config,
    ['partial_rotary_factor', 'rotary_pct'],
    parameters,
    'partial_rotary_factor',
    partial ?? 1,
  );
  if (partial === undefined && share !== 1) throw unsupported('partial_rotary_factor', share, '1');
  const base = {
    kind: 'rotary',
    dimensions: Math.floor(headSize * share),
    theta,
    interleaved: false,
  } as const;
  if (!parameters) return base;
  const type = parameters.string(['rope_type', 'type'], 'default');
  switch (type) {
    case 'default':
      return base;
    case 'linear':
      return { ...base, linearFactor: parameters.number('factor') };
    case 'llama3':
      return {
        ...base,
        llama3: {
          factor: parameters.number('factor'),
          lowFrequencyFactor: parameters.number('low_freq_factor'),
          highFrequencyFactor: parameters.number('high_freq_factor'),
          originalContextLength: parameters.number('original_max_position_embeddings'),
        },
      };
    default:
      throw unsupported('rope_type', type, 'default, linear, llama3');
  }
}

/** A number that may stand in the config itself or among the rotary parameters, but not as two numbers. */
function agreed(
  config: ConfigReader,
  outer: readonly string[],
  parameters: ConfigFields | undefined,
  inner: string,
  fallback: number,
): number {
  const within = parameters?.raw(inner) === undefined ? undefined : parameters.number(inner);
  const outside = config.number(outer, within ?? fallback);
  if (within === undefined || within === outside) return outside;
  throw new CheckpointError({
    code: 'config-field',
    message: `config.json: "${outer[0]}" is ${outside} and, among the rotary parameters, ${within}.`,
    hint: 'Compare the file with the one published with the checkpoint.',
    data: { field: inner, value: [outside, within] },
  });
}

function unsupported(field: string, value: unknown, supported: string): CheckpointError {
  return new CheckpointError({
    code: 'config-unsupported',
    message: `config.json: rotary positions with "${field}": ${JSON.stringify(value)} are not supported.`,
    hint: `Supported: ${supported}.`,
    data: { field, value },
  });
}
