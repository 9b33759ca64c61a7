import { openStatistics } from '@alphaedit/covariance/node';
import { requireStatistics } from '@alphaedit/editors';
import type { Editor, EditorSettings, LinearAlgebra, Statistics } from '@alphaedit/spec';
import { requirementsOf } from '@alphaedit/spec';

/**
 * The statistics given, opened if they are a folder, for an editor that needs them under settings of its own; nothing
 * for one that does not.
 *
 * @throws {StatisticsError} `statistics-missing`, and as `openStatistics`
 */
export async function statisticsFor(
  editor: Editor,
  settings: EditorSettings,
  given: string | Statistics | undefined,
  linalg: LinearAlgebra,
): Promise<Statistics | undefined> {
  if (requirementsOf(editor, settings).length === 0) return undefined;
  if (typeof given === 'string') return openStatistics(given, { linalg });
  return requireStatistics(given, editor.id);
}

/** What a run records of the statistics it rests on: the key of each edited layer's second moment, or the model's hash. */
export function statisticsIdentity(
  statistics: Statistics,
  layers: readonly number[],
): Readonly<Record<string, string>> {
  const keys = keysOf(statistics);
  if (!keys) return { model: statistics.modelHash };
  return Object.fromEntries(
    [...keys].filter(([layer]) => layers.includes(layer)).map(([layer, key]) => [`layer ${layer}`, key]),
  );
}

function keysOf(statistics: Statistics): readonly (readonly [number, string])[] | undefined {
  if ('manifest' in statistics) {
    const { layers } = statistics.manifest as { layers: readonly { layer: number; key: string }[] };
    return layers.map(({ layer, key }) => [layer, key]);
  }
  if (!('keys' in statistics)) return undefined;
  return Object.entries(statistics.keys as Record<number, string>).map(([layer, key]) => [
    Number(layer),
    key,
  ]);
}
