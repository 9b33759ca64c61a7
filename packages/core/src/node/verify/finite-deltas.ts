import type { WeightDelta } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';

/**
 * How many numbers the changes hold, every one of them finite.
 *
 * @param where the changes stand, at the start of a sentence
 * @throws {EditError} `non-finite-delta`
 */
export function finiteNumbers(deltas: readonly WeightDelta[], where: string): number {
  let numbers = 0;
  for (const delta of deltas) {
    const parts = delta.kind === 'dense' ? [delta.value] : [delta.left, delta.right];
    for (const { data } of parts) {
      numbers += data.length;
      if (data.every(Number.isFinite)) continue;
      throw new EditError({
        code: 'non-finite-delta',
        message: `${where}: the change of ${delta.parameter} holds numbers that are not finite.`,
        hint: 'Edit again with a lower zLearningRate, or a higher L2.',
        data: { where, parameter: delta.parameter },
      });
    }
  }
  return numbers;
}
