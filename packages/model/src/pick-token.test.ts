import { seededRandom } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { pickToken, type TokenChoice } from './pick-token.js';

/** log p of probabilities ½, ¼, ⅛, ⅛, in another order. */
const logits = Float32Array.of(Math.log(1 / 8), Math.log(1 / 2), Math.log(1 / 8), Math.log(1 / 4));

function shares(choice: TokenChoice): number[] {
  const random = seededRandom(0);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) counts[pickToken(logits, choice, random)]! += 1 / 4000;
  return counts;
}

const DRAWN = 0.03; // four standard deviations of 4000 draws

it('takes the likeliest unless told otherwise', () => {
  for (const choice of [{}, { topK: 1 }, { topK: 4, temperature: 0 }]) {
    expect(shares(choice)[1]).toBeCloseTo(1, 9);
  }
});

it.each([
  ['all', { topK: Number.POSITIVE_INFINITY }, [1 / 8, 1 / 2, 1 / 8, 1 / 4]],
  ['the k likeliest', { topK: 2 }, [0, 2 / 3, 0, 1 / 3]],
  ['the share topP', { topK: Number.POSITIVE_INFINITY, topP: 0.7 }, [0, 2 / 3, 0, 1 / 3]],
  ['all, evened out', { topK: 4, temperature: 2 }, [0.185, 0.369, 0.185, 0.261]],
])('samples %s', (_, choice, expected) => {
  const found = shares(choice);
  for (const [id, share] of expected.entries()) expect(Math.abs(found[id]! - share)).toBeLessThan(DRAWN);
});
