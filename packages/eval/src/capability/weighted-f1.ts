/**
 * Weighted F1: over the classes c, Σ (nᶜ/n) · F1ᶜ with F1ᶜ = 2·TPᶜ / (2·TPᶜ + FPᶜ + FNᶜ), nᶜ the number of
 * examples whose label is c; a class neither labelled nor predicted counts nothing.
 *
 * @param pairs label and prediction of each example; a prediction may be of no class at all (−1)
 * @returns a number in [0, 1]; NaN for no examples
 */
export function weightedF1(pairs: readonly (readonly [label: number, predicted: number])[]): number {
  const labels = new Map<number, { tp: number; fp: number; fn: number }>();
  const of = (label: number) => {
    let counts = labels.get(label);
    if (!counts) {
      counts = { tp: 0, fp: 0, fn: 0 };
      labels.set(label, counts);
    }
    return counts;
  };
  for (const [label, predicted] of pairs) {
    if (label === predicted) of(label).tp++;
    else {
      of(label).fn++;
      of(predicted).fp++;
    }
  }
  let sum = 0;
  for (const { tp, fp, fn } of labels.values()) sum += (tp + fn) * ((2 * tp) / (2 * tp + fp + fn));
  return sum / pairs.length;
}
