import { seededRandom } from '@alphaedit/spec';

/** What is added to each component of a subject's embeddings, for a spread s. */
export type NoiseKind =
  /** N(0, s²). */
  | 'gaussian'
  /**
   * Student's t with three degrees of freedom, scaled to variance s²: heavier tails, one draw of the scale
   * per token.
   */
  | 't'
  /** Uniform on [−s, s], so of deviation s/√3, as the published code has it. */
  | 'uniform';

const DEGREES_OF_FREEDOM = 3;

/** Vectors of noise from a 32-bit seed: the same on every machine and engine. */
export interface NoiseSource {
  /** A whole number in [0, below). */
  index(below: number): number;
  vector(kind: NoiseKind, width: number, spread: number): Float64Array;
}

export function noiseSource(seed: number): NoiseSource {
  const uniform = seededRandom(seed);
  // Box–Muller; 1 − u is never 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    index: (below) => Math.floor(uniform() * below),
    vector(kind, width, spread) {
      if (kind === 'uniform') return Float64Array.from({ length: width }, () => spread * (2 * uniform() - 1));
      let scale = spread;
      if (kind === 't') {
        let chiSquare = 0;
        for (let i = 0; i < DEGREES_OF_FREEDOM; i++) chiSquare += normal() ** 2;
        scale *= Math.sqrt((DEGREES_OF_FREEDOM - 2) / chiSquare);
      }
      return Float64Array.from({ length: width }, () => scale * normal());
    },
  };
}
