import {
  type EditHistory,
  openRun,
  type Run,
  readHistory,
  readRunFacts,
  readState,
  runExists,
  runStand,
  supersededFacts,
} from '@alphaedit/artifacts/node';
import { EditError, type Editor, plural, type Warning } from '@alphaedit/spec';
import type { ModelLineage } from '../model/lineage-of.js';
import type { EditInputs } from './edit-inputs.js';
import { doneFacts } from './keep-run.js';

/**
 * What an editor is to know of the run that the model was exported from: its facts, those of the runs before it, and what
 * its last batch handed on.
 *
 * @throws {EditError} `history-of-another-model` where the model was not exported from this run as it stands; `no-run`, `run-broken`
 */
async function historyOf(directory: string, editor: string, lineage: ModelLineage): Promise<EditHistory> {
  const run = await openRun(directory);
  const { manifest } = run;
  const [parent] = lineage.madeFrom;
  const proven =
    lineage.run === undefined ? parent?.hash === manifest.model.hash : lineage.run === runStand(run);
  if (!parent || !proven) throw otherHistory(run, 'the model was not exported from it, as it stands now');
  if (manifest.editor !== editor) throw otherHistory(run, `${manifest.editor} edited it, not ${editor}`);
  const before = await readHistory(run);
  const [earlier, facts] = [before?.facts ?? [], await readRunFacts(run)];
  const gone = [...run.undone, ...(await supersededFacts(run)).keys()];
  return {
    facts: [...earlier, ...facts.slice(0, doneFacts(run))],
    takenOut: new Set([...(before?.takenOut ?? []), ...gone.map((fact) => earlier.length + fact)]),
    state: await readState(run),
  };
}

/**
 * The history an edit is given, or the one that the run it goes on with was begun with.
 *
 * @throws {EditError} as `historyOf`
 */
export async function historyFor(
  { history, out, editor }: Pick<EditInputs, 'history' | 'out' | 'editor'>,
  lineage: ModelLineage,
): Promise<EditHistory | undefined> {
  if (typeof history === 'string') return historyOf(history, editor.name, lineage);
  if (history) return history;
  return out !== undefined && runExists(out) ? readHistory(await openRun(out)) : undefined;
}

/** That an editor which remembers its batches is not told of those that the model holds. */
export function withoutHistory(editor: Editor, { madeFrom: [parent] }: ModelLineage): readonly Warning[] {
  if (!parent || !editor.supports.sequential) return [];
  return [
    {
      code: 'history-not-given',
      message: `The model holds ${plural(parent.factCount, 'fact')} that ${parent.editor} edited into ${parent.name}; without that run ${editor.id} does not know them, and may change them. Give it as \`history\`.`,
      data: { ...parent },
    },
  ];
}

function otherHistory({ directory }: Run, why: string): EditError {
  return new EditError({
    code: 'history-of-another-model',
    message: `${directory} is not the history of this model: ${why}.`,
    hint: 'Give the run that the checkpoint was exported from, unchanged since, and the same editor; or edit without `history`.',
    data: { run: directory },
  });
}
