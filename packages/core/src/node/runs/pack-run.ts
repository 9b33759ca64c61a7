import type { EditPack } from '@alphaedit/artifacts';
import { type Run, readDeltas, readRunFacts } from '@alphaedit/artifacts/node';
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
 * @throws {EditError} `run-unfinished`, `run-broken`
 */
export async function packRun(run: Run, { withFacts, partial }: ShipOptions = {}): Promise<EditPack> {
  const { manifest, batches, undone, directory } = run;
  const edited = batches.at(-1)?.to ?? 0;
  const { count } = manifest.facts;
  if (edited < count && !partial) {
    throw new EditError({
      code: 'run-unfinished',
      message: `${directory} has edited ${edited} of its ${plural(count, 'fact')}.`,
      hint: 'Give the same inputs to `editFacts` again to finish it, or export what is there with `partial: true`.',
      data: { run: directory, edited, facts: count },
    });
  }
  const deltas: WeightDelta[] = [];
  const counts: { facts: number; deltas: number }[] = [];
  for await (const { record, deltas: changes } of readDeltas(run)) {
    deltas.push(...changes);
    let left = 0;
    for (let fact = record.from; fact < record.to; fact++) if (!undone.has(fact)) left++;
    if (left > 0) counts.push({ facts: left, deltas: changes.length });
  }
  const facts = withFacts && (await readRunFacts(run)).slice(0, edited).filter((_, i) => !undone.has(i));
  return {
    model: manifest.model,
    editor: manifest.editor,
    settings: manifest.settings,
    factCount: edited - undone.size,
    ...(edited < count && { partOf: count }),
    ...(facts && { facts }),
    batches: counts,
    madeBy: `alphaedit ${packageVersion()}`,
    deltas,
  };
}
