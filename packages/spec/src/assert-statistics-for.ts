import { StatisticsError } from './errors.js';
import type { Statistics } from './statistics.js';

/** @throws {StatisticsError} `statistics-of-another-model` unless they were made from the model of this hash */
export function assertStatisticsFor({ modelHash }: Pick<Statistics, 'modelHash'>, model: string): void {
  if (modelHash === model) return;
  throw new StatisticsError({
    code: 'statistics-of-another-model',
    message: `The statistics were made from model ${modelHash.slice(0, 12)}, this is ${model.slice(0, 12)}.`,
    hint: 'Collect statistics of this model, or open the model they were made from.',
    data: { expected: model, found: modelHash },
  });
}
