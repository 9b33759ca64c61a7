import type { Ancestor } from '@alphaedit/artifacts';
import { checkExport, readProvenance } from '@alphaedit/artifacts/node';
import { modelFolder } from '@alphaedit/model/node';
import type { Warning, Work } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';

/** The models an edited one was made from, as far as it can be told. */
export interface ModelLineage {
  /** Nearest first; none for a model that no export has made. */
  readonly madeFrom: readonly Ancestor[];
  /** What the run held that it was exported from (`runStand`), where it says so. */
  readonly run?: string;
  readonly warnings: readonly Warning[];
}

const NONE: ModelLineage = { madeFrom: [], warnings: [] };

/**
 * What `alphaedit.json` of an exported checkpoint says of where it comes from. It counts only where every file is as it was
 * written, which takes reading them once; a folder without that file costs nothing.
 *
 * @throws {AbortedError}
 */
export async function lineageOf(model: string, { signal }: Work = {}): Promise<ModelLineage> {
  const folder = await modelFolder(model);
  try {
    const said = await readProvenance(folder);
    if (said?.format !== 'alphaedit-checkpoint') return NONE;
    if (!said.files)
      return unproven(folder, 'An earlier version wrote it, which kept no hashes of its files.');
    await checkExport(folder, said.files, { signal });
    const { base, editor, factCount, run } = said;
    const { name, hash, madeFrom = [] } = base;
    return {
      madeFrom: [{ name, hash, editor, factCount }, ...madeFrom],
      ...(run !== undefined && { run }),
      warnings: [],
    };
  } catch (error) {
    if (!AlphaEditError.isInstance(error) || error.code !== 'export-broken') throw error;
    return unproven(folder, error.message);
  }
}

function unproven(folder: string, why: string): ModelLineage {
  return {
    madeFrom: [],
    warnings: [
      {
        code: 'lineage-unproven',
        message: `What ${folder} was made from is not proven, so that statistics of that model are not taken for it. ${why}`,
        data: { model: folder },
      },
    ],
  };
}
