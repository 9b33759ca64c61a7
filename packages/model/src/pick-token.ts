/** How the next token is chosen. */
export interface TokenChoice {
  /** Sample among the k likeliest tokens; 1 (the default) is greedy, `Infinity` all of them. */
  readonly topK?: number;
  /** What logits are divided by before they are sampled: below 1 likely tokens win, above it others do; 1 by default, 0 is greedy. */
  readonly temperature?: number;
  /** Sample among the likeliest tokens whose probabilities add up to this share; 1 by default, all of them. */
  readonly topP?: number;
}

/**
 * One of the likeliest ids, with probabilities p ∝ exp(logit / temperature); the likeliest for `topK` 1.
 *
 * @param random uniform in [0, 1)
 */
export function pickToken(
  logits: Float32Array,
  { topK = 1, temperature = 1, topP = 1 }: TokenChoice,
  random: () => number,
): number {
  const k = temperature === 0 ? 1 : topK;
  const ids = k < logits.length ? likeliest(logits, k) : everyId(logits);
  const weights = ids.map((id) => Math.exp((logits[id]! - logits[ids[0]!]!) / temperature));
  let left = k > 1 ? random() * shareOf(weights, topP) : 0;
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return ids[i]!;
  }
  return ids[0]!;
}

/** Sum of the first weights, until they make up so much of all. */
function shareOf(weights: readonly number[], topP: number): number {
  const total = weights.reduce((a, b) => a + b, 0);
  if (topP >= 1) return total;
  let sum = 0;
  for (const weight of weights) {
    sum += weight;
    if (sum >= topP * total) break;
  }
  return sum;
}

function likeliest(logits: Float32Array, k: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (best.length === k && logits[id]! <= logits[best[k - 1]!]!) continue;
    let at = best.length;
    while (at > 0 && logits[best[at - 1]!]! < logits[id]!) at--;
    best.splice(at, 0, id);
    if (best.length > k) best.pop();
  }
  return best;
}

const everyId = (logits: Float32Array): number[] =>
  Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
