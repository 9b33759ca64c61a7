import { CheckpointError } from '@alphaedit/spec';
import type { ConfigFields, ConfigReader, PositionScheme } from '../transformer-shape.js';

interface Rotary {
  readonly headSize: number;
  readonly contextLength: number;
  readonly partial?: number;
}

/**
 * Rotary positions from either spelling: `rope_theta` with `rope_scaling`, or `rope_parameters`.
 *
 * @param contextLength longest text of the model
 * @param partial share of each head that is rotated where the config does not say, in families that allow one;
 * in the others every component is
 * @throws {CheckpointError} `config-unsupported` for a scaling that is not implemented
 */
export function rotaryOf(config: ConfigReader, { headSize, contextLength, partial }: Rotary): PositionScheme {
  const parameters = config.section(['rope_parameters', 'rope_scaling']);
  const theta = agreed(config, ['rope_theta', 'rotary_emb_base'], parameters, 'rope_theta', 10_000);
  const share = agreed(
    config,
    ['partial_rotary_factor', 'rotary_pct'],
    parameters,
    'partial_rotary_factor',
    partial ?? 1,
  );
  if (partial === undefined && share !== 1) {
    const section = parameters?.raw('partial_rotary_factor') === undefined ? config : parameters;
    section.refuse(
      ['partial_rotary_factor', 'rotary_pct'],
      'This family rotates every component of a head. Supported: 1.',
    );
  }
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
    case 'dynamic':
      // Stretches positions only in texts longer than the model's context, which are refused.
      parameters.number('factor');
      return base;
    case 'linear':
      return { ...base, linearFactor: parameters.number('factor') };
    case 'factors': {
      // Not of any config.json: a GGUF file gives what divides each frequency.
      const factors = parameters.raw('factors');
      const pairs = base.dimensions / 2;
      if (!Array.isArray(factors) || factors.length !== pairs || !factors.every((one) => one > 0)) {
        return parameters.refuse('factors', `There must be ${pairs} numbers above 0.`);
      }
      const frequencies = Float64Array.from(
        factors as number[],
        (factor, i) => theta ** ((-2 * i) / base.dimensions) / factor,
      );
      return { ...base, frequencies };
    }
    case 'llama3':
      return {
        ...base,
        llama3: {
          factor: parameters.number('factor'),
          lowFrequencyFactor: parameters.number('low_freq_factor'),
          highFrequencyFactor: parameters.number('high_freq_factor'),
          originalContextLength: config.integer(
            'original_max_position_embeddings',
            parameters.integer('original_max_position_embeddings', contextLength),
          ),
        },
      };
    default:
      return parameters.refuse(
        ['rope_type', 'type'],
        'Supported scalings of rotary positions: default, linear, dynamic, llama3.',
      );
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
