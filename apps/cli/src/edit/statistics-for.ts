import { openStatistics, type StoredStatistics } from '@alphaedit/covariance/node';
import { requireStatistics } from '@alphaedit/editors';
import type { Editor, LinearAlgebra } from '@alphaedit/spec';

/**
 * What `--stats` names, for an editor that needs it; nothing for one that does not.
 *
 * @throws {StatisticsError} `statistics-missing`, and as `openStatistics`
 */
export async function statisticsFor(
  editor: Editor,
  folder: string | undefined,
  linalg: LinearAlgebra,
): Promise<StoredStatistics | undefined> {
  if (editor.requires.length === 0) return undefined;
  if (folder === undefined) requireStatistics(undefined, editor.id);
  return openStatistics(folder!, { linalg });
}
