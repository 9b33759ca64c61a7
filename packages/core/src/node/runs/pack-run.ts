import type { EditPack } from '@alphaedit/artifacts';
import {
  factCount,
  type Run,
  readDeltas,
  readRunFacts,
  runStand,
  supersededFacts,
} from '@alphaedit/artifacts/node';
import type { WeightDelta } from '@alphaedit/spec';
import { EditError, plural } from '@alphaedit/spec';
import { packageVersion } from '../version.js';

/** What of a run goes out. */
export interface ShipOptions {
  /** Whether the facts go with it, old answers and all; without it, nothing that is exported holds a text of theirs. */
  readonly withFacts?: boolean;
  /** Whether a run may go out of which batches are still to come. */
  readonly partial?: boolean;
}

/**
 * A run as one edit pack: the deltas of its whole batches, in order and in the precision they were made in. What was
 * undone is not in it.
 *
 * @param net takes superseded facts out where they were taught, so that nothing of them is in the pack; otherwise, as the
 * run does it, where they are superseded, to the same bits of the edited weights
 * @throws {EditError} `run-unfinished`, `run-broken`
 */
export async function packRun(
  run: Run,
  { withFacts, partial }: ShipOptions = {},
  { net = false }: { readonly net?: boolean } = {},
): Promise<EditPack> {
  const { manifest, batches, undone, directory } = run;
  const edited = batches.at(-1)?.to ?? 0;
  const count = factCount(run);
  if (edited < count && !partial) {
    throw new EditError({
      code: 'run-unfinished',
      message: `${directory} has edited ${edited} of its ${plural(count, 'fact')}.`,
      hint: 'Give the same inputs to `editFacts` again to finish it, or export what is there with `partial: true`.',
      data: { run: directory, edited, facts: count },
    });
  }
  const deltas: WeightDelta[] = [];
  const superseded = await supersededFacts(run);
  const gone = new Set([...undone, ...superseded.keys()]);
  const counts: { facts: number; deltas: number }[] = [];
  for await (const { record, deltas: changes } of readDeltas(run, { net })) {
    deltas.push(...changes);
    let left = 0;
    for (let fact = record.from; fact < record.to; fact++) if (!gone.has(fact)) left++;
    if (left > 0) counts.push({ facts: left, deltas: changes.length });
  }
  const facts = withFacts && (await readRunFacts(run)).slice(0, edited).filter((_, i) => !gone.has(i));
  return {
    model: manifest.model,
    editor: manifest.editor,
    settings: manifest.settings,
    factCount: edited - gone.size,
    ...(edited < count && { partOf: count }),
    run: runStand(run),
    ...(manifest.chat && { chat: manifest.chat }),
    ...(facts && { facts }),
    // A batch that cannot be told apart stays, also where later facts stand in the place of all of its own.
    ...(net && counts.reduce((sum, batch) => sum + batch.deltas, 0) === deltas.length && { batches: counts }),
    madeBy: `alphaedit ${packageVersion()}`,
    deltas,
  };
}
