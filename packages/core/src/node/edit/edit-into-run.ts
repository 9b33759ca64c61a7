import type { RunManifest } from '@alphaedit/artifacts';
import {
  appendBatch,
  batchOf,
  factsHash,
  finishRun,
  historyEntry,
  keepAnswers,
  lockRun,
  type Run,
  readAnswers,
  readChanges,
  readKnownBefore,
  readRunFacts,
  readState,
  type WritableRun,
} from '@alphaedit/artifacts/node';
import type { Lock } from '@alphaedit/files';
import { contextTemplates } from '@alphaedit/model';
import type { ModelPort } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import { batchFigures, batchSummary } from '../../edit/batch-summary.js';
import { editInBatches } from '../../edit/edit-in-batches.js';
import { watchHealth } from '../../edit/watch-health.js';
import { factAnswers, knownFacts } from '../../measure/fact-answers.js';
import { type FactOutcome, factOutcomes, notTakenWarning } from '../../measure/fact-outcomes.js';
import { distinctWarnings, warnAll } from '../../work.js';
import { recordedForm } from '../model/form-of-edits.js';
import { identityOf } from '../model/identity-of.js';
import type { OpenedModel } from '../model/open-model.js';
import { applyRun } from '../runs/apply-run.js';
import { statisticsIdentity } from '../statistics/statistics-for.js';
import { packageVersion } from '../version.js';
import type { EditOutcome } from './edit-in-memory.js';
import { assertGoesOn, beginOrContinueRun, doneFacts, extendRun } from './keep-run.js';
import type { OriginalWeights } from './original-weights.js';
import { loopInputs, type PreparedEdit } from './prepared-edit.js';

/** @see editLocked */
export async function editIntoRun(
  model: OpenedModel,
  out: string,
  prepared: PreparedEdit,
  original: OriginalWeights | undefined,
): Promise<EditOutcome> {
  const lock = await lockRun(out, { purpose: 'an edit' });
  try {
    return await editLocked(model, out, prepared, original, lock);
  } finally {
    await lock.release();
  }
}

/** Edits a model in place and into a run folder, where a run begun with the same inputs is continued. */
async function editLocked(
  model: OpenedModel,
  out: string,
  given: PreparedEdit,
  original: OriginalWeights | undefined,
  lock: Lock,
): Promise<EditOutcome> {
  const { port, linalg } = model;
  const { signal, seed } = given;
  const sample = async () => {
    const sampled = await contextTemplates(port, { seed });
    throwIfAborted(signal, 'preparing the edit');
    return sampled;
  };
  const manifest = await manifestOf(model, given);
  let run = given.extend
    ? await extendRun(out, manifest, given.facts, lock, given.templates)
    : await beginOrContinueRun(out, manifest, given, lock, sample);
  const facts = await readRunFacts(run);
  const added = run.additions.at(-1);
  const prepared = { ...given, facts, batchSize: added?.batchSize ?? given.batchSize };
  const resumed = run.batches.length;
  // The text is written before anything is changed, also by a run that goes on.
  if (doneFacts(run) < facts.length) await assertGoesOn(run, prepared.editor.editor);
  const health = doneFacts(run) < facts.length ? await watchHealth(port, { ...prepared, linalg }) : undefined;
  if (resumed > 0) {
    prepared.onNote?.(`Continuing ${out} after batch ${resumed}.`);
    await applyRun(port, run, prepared, (applied) => {
      original?.note(applied);
      health?.note(applied);
    });
  }
  // Facts of which none is edited yet.
  const from = doneFacts(run);
  const before = (await readKnownBefore(run)) as number[] | undefined;
  if (prepared.check && from === (added?.from ?? 0) && (added || before === undefined)) {
    const known = await knownFacts(port, facts.slice(from), prepared);
    const earlier = (before ?? []).filter((fact) => fact < from);
    const knownBefore = [...earlier, ...known.map((fact) => from + fact)];
    await keepAnswers(run, { knownBefore, answers: [] });
  }
  const { templates } = run.manifest;
  const state = await readState(run);
  const begun = run;
  const request = {
    ...loopInputs(prepared),
    ...{ model: port, linalg, templates, state },
    // A run of an earlier version keeps what it was begun with.
    repeated: run.manifest.repeated ?? 'keep',
    earlier: {
      count: doneFacts(run),
      undone: run.undone,
      batchOf: batchOf(run),
      changeOf: (some: readonly number[]) => readChanges(begun, some),
    },
  };
  for await (const batch of editInBatches(prepared.editor.editor, request)) {
    original?.note(batch.applied!);
    const { batch: _, takesOut, ...record } = batchFigures(batch, await health?.after(batch));
    const { values, warnings } = record;
    run = await appendBatch(run, {
      record: {
        ...record,
        ...(takesOut && { takesOut: [...takesOut] }),
        values: [...values],
        warnings: [...warnings],
      },
      deltas: batch.plan.deltas,
      ...(values.length > 0 && { values: batch.plan.diagnostics.z }),
      state: batch.state,
    });
    warnAll(prepared, warnings);
  }
  await finishRun(run, metricsOf(run));
  const outcomes = prepared.check ? await outcomesOf(port, run, prepared) : undefined;
  const missed = notTakenWarning(outcomes ?? []);
  warnAll(prepared, missed);
  const warnings = [...prepared.warnings, ...run.batches.flatMap((batch) => batch.warnings), ...missed];
  return {
    batches: run.batches.map(batchSummary),
    ...(outcomes && { outcomes }),
    warnings: distinctWarnings(warnings),
    resumed,
    facts,
    run,
  };
}

/** What the edited model says, measured once and kept with the run. */
async function outcomesOf(
  model: ModelPort,
  run: WritableRun,
  prepared: PreparedEdit,
): Promise<FactOutcome[]> {
  const { facts } = prepared;
  const knownBefore = (await readKnownBefore(run)) as number[] | undefined;
  let answers = (await readAnswers(run))?.answers;
  if (!answers || answers.length < facts.length) {
    answers = await factAnswers(model, facts, prepared);
    await keepAnswers(run, { knownBefore, answers });
  }
  return factOutcomes({ facts, answers, knownBefore, undone: run.undone, batchOf: batchOf(run) });
}

async function manifestOf(
  model: OpenedModel,
  { facts, batchSize, repeated, seed, editor, resolved, opened, lineage, history }: PreparedEdit,
): Promise<Omit<RunManifest, 'templates'>> {
  const { settings, editorSettings } = resolved;
  const madeFrom = lineage.madeFrom.length > 0 && { madeFrom: [...lineage.madeFrom] };
  return {
    packageVersion: packageVersion(),
    editor: editor.name,
    settings: { ...settings, ...editorSettings },
    model: { name: model.name, ...(await identityOf(model.port)), ...madeFrom },
    ...(history && { history: historyEntry(history) }),
    statistics: opened ? statisticsIdentity(opened, settings.layers) : null,
    facts: { count: facts.length, hash: factsHash(facts) },
    batchSize,
    repeated,
    seed,
    ...(model.chatForm && { chat: recordedForm(model.chatForm) }),
    ...(model.warnings.length > 0 && { warnings: [...model.warnings] }),
    engine: model.engine.id,
    linalg: model.linalg.provider,
  };
}

function metricsOf(run: Run): object {
  const batches = run.batches.map(batchSummary);
  return { facts: doneFacts(run), seconds: batches.reduce((sum, { seconds }) => sum + seconds, 0), batches };
}
