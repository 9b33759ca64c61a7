import type { EditPack } from '@alphaedit/artifacts';
import { type Run, readDeltas, readRunFacts } from '@alphaedit/artifacts/node';
import type { WeightDelta } from '@alphaedit/spec';
import { packageVersion } from '../version.js';

/**
 * A run as one edit pack: the deltas of its whole batches, in order and in the precision they were made in, and
 * the facts those batches hold. Facts that were undone are in neither.
 */
export async function packRun(run: Run): Promise<EditPack> {
  const { manifest, batches, undone } = run;
  const deltas: WeightDelta[] = [];
  for await (const batch of readDeltas(run)) deltas.push(...batch.deltas);
  const count = batches.at(-1)?.to ?? 0;
  const facts = (await readRunFacts(run)).slice(0, count).filter((_, i) => !undone.has(i));
  return {
    model: manifest.model,
    editor: manifest.editor,
    settings: manifest.settings,
    facts,
    madeBy: `alphaedit ${packageVersion()}`,
    deltas,
  };
}
