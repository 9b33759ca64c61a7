import { createRandom } from '../world/random.js';
import { type Shape, weightShapes } from './shape.js';

const DEVIATION = 0.02;
/** Embeddings that stay as they start have to hold their own next to those that grow. */
const FIXED_DEVIATION = 0.06;

/**
 * GPT-2's start: N(0, 0.02²), what a block adds to the residual stream scaled by 1/√(2·blocks).
 *
 * @param fixed tokens whose embeddings will not be trained
 */
export function initialWeights(
  shape: Shape,
  seed: number,
  fixed: readonly number[] = [],
): Map<string, Float32Array> {
  const random = createRandom(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const weights = new Map(
    [...weightShapes(shape)].map(([name, dimensions]) => {
      const values = new Float32Array(dimensions.reduce((product, size) => product * size, 1));
      if (/ln_\w+\.weight$/.test(name)) values.fill(1);
      else if (name.endsWith('.weight')) {
        const scale = name.includes('c_proj') ? DEVIATION / Math.sqrt(2 * shape.blocks) : DEVIATION;
        for (let i = 0; i < values.length; i++) values[i] = scale * normal();
      }
      return [name, values];
    }),
  );
  const embeddings = weights.get('transformer.wte.weight')!;
  for (const token of fixed) {
    for (let i = 0; i < shape.width; i++) embeddings[token * shape.width + i]! *= FIXED_DEVIATION / DEVIATION;
  }
  return weights;
}
