import { StatisticsError } from '@alphaedit/spec';

/** @throws {StatisticsError} `statistics-missing` unless `layer` is one of `layers` */
export function requireLayer(layers: readonly number[], layer: number, modelHash: string): void {
  if (layers.includes(layer)) return;
  throw new StatisticsError({
    code: 'statistics-missing',
    message: `No second moment for layer ${layer} of model ${modelHash.slice(0, 8)}; there is one for ${layers.join(', ') || 'none'}.`,
    hint: `Collect it over the same text: \`buildStatistics\` adds layers, \`collectSecondMoments\` takes several in \`layers\`.`,
    data: { layer, layers, modelHash },
  });
}
