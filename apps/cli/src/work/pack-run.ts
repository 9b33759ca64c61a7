import type { EditPack } from '@alphaedit/artifacts';
import type { Run } from '@alphaedit/artifacts/node';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { packageVersion } from '../ui/package-version.js';

/**
 * A run as one edit pack: the deltas of its whole batches, in order and in the precision they were made in, and
 * the facts those batches hold.
 */
export async function packRun(run: Run): Promise<EditPack> {
  const { readDeltas } = await import('@alphaedit/artifacts/node');
  const { readFactsFile } = await import('@alphaedit/eval/node');
  const { join } = await import('node:path');
  const { manifest, batches, directory } = run;
  const deltas: WeightDelta[] = [];
  for await (const batch of readDeltas(run)) deltas.push(...batch.deltas);
  const count = batches.at(-1)?.to ?? 0;
  const facts: readonly Fact[] =
    count === 0 ? [] : (await readFactsFile(join(directory, 'facts.jsonl'), { limit: count })).facts;
  return {
    model: manifest.model,
    editor: manifest.editor,
    settings: manifest.settings,
    facts,
    madeBy: `alphaedit ${packageVersion()}`,
    deltas,
  };
}
