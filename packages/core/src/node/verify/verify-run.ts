import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelIdentity } from '@alphaedit/artifacts';
import {
  assertRunOf,
  batchOf,
  factCount,
  openRun,
  type Run,
  readDeltas,
  readHistory,
  readRunFacts,
  readState,
  readValues,
} from '@alphaedit/artifacts/node';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { plural } from '@alphaedit/spec';
import { choiceOf } from '../model/form-of-edits.js';
import type { ModelOptions } from '../model/open-model.js';
import { editsOnCheckpoint } from './edits-on-checkpoint.js';
import type { OnModelOptions } from './edits-on-model.js';
import { finiteNumbers } from './finite-deltas.js';
import { Checklist, type Verification } from './verification.js';

/** What an artifact is held against. */
export interface VerifyOptions extends ModelOptions, OnModelOptions {
  /** The checkpoint it was made from. */
  readonly model?: string;
}

/** Figures of a run that its seal does not cover. */
const UNSEALED = ['metrics.json', 'answers.json'];

/**
 * Whether a run is what it says it is: its files against the hashes recorded when they were written, every number
 * finite, facts and batches in step; and, with the model it was made from, whether it fits that model, can be undone
 * bit for bit, and what the edited model answers to each fact. That a fact does not hold is reported and is no fault of the
 * run.
 *
 * @throws {EditError} `no-run`; damage is a check that fails, not an error
 */
export async function verifyRun(directory: string, options: VerifyOptions = {}): Promise<Verification> {
  const list = new Checklist();
  const { look, unproven } = list;
  const run = await look('manifest, records and ledger', async () => {
    const opened = await openRun(directory);
    const { manifest, batches } = opened;
    return [
      opened,
      `${manifest.editor}, ${plural(batches.length, 'batch', 'batches')}, ${batches.at(-1)?.to ?? 0} of ${plural(factCount(opened), 'fact')}`,
    ];
  });
  if (!run) return list.result('run');
  if (run.sealed) {
    await look('completeness', async () => [
      run,
      'sealed: no record and no entry of the ledger is missing or changed',
    ]);
  } else {
    unproven.push(
      'that no batch and no entry of the ledger is missing: the run was made by an earlier version, which had no seal',
    );
  }
  const facts = await look('facts', async () => {
    const read = await readRunFacts(run);
    return [read, `${plural(read.length, 'fact')}, as recorded`];
  });
  if (run.manifest.history) {
    await look('edits before it', async () => {
      const history = (await readHistory(run))!;
      const count = history.facts.length - history.takenOut.size;
      return [history, `${plural(count, 'fact')} that the model held before, as recorded`];
    });
  }
  await look('changes', () => checkDeltas(run));
  await look('values', async () => {
    let kept = 0;
    for await (const { values } of readValues(run)) kept += values.rows;
    return [true, kept > 0 ? `of ${plural(kept, 'fact')}, as recorded` : 'none were kept'];
  });
  await look('state for the next batch', async () => {
    const state = await readState(run);
    return [state, state ? 'as recorded' : 'none, as recorded'];
  });
  const figures = UNSEALED.filter((name) => existsSync(join(directory, name)));
  if (figures.length > 0) unproven.push(`the figures in ${figures.join(' and ')}: no hash covers them`);
  const { model } = options;
  if (model === undefined) {
    unproven.push('that it fits its model, and which facts hold: give `model`');
    return list.result('run');
  }
  return list.result('run', list.ok && facts ? await onModel(run, facts, model, options, list) : undefined);
}

async function onModel(
  run: Run,
  facts: readonly Fact[],
  checkpoint: string,
  options: VerifyOptions,
  { look }: Checklist,
) {
  const edit = async () => {
    const deltas: WeightDelta[] = [];
    for await (const batch of readDeltas(run)) deltas.push(...batch.deltas);
    const edited = facts.slice(0, run.batches.at(-1)?.to ?? 0);
    return { deltas, facts: edited, undone: run.undone, batchOf: batchOf(run) };
  };
  const made = (identity: ModelIdentity) => assertRunOf(run, identity);
  const chat = options.chat ?? choiceOf(run.manifest.chat);
  return editsOnCheckpoint(checkpoint, made, edit, look, { ...options, chat });
}

async function checkDeltas(run: Run): Promise<readonly [true, string]> {
  let numbers = 0;
  for await (const { record, deltas } of readDeltas(run, { asMade: true })) {
    numbers += finiteNumbers(deltas, `Batch ${record.batch}`);
  }
  return [
    true,
    `${plural(run.batches.length, 'batch', 'batches')} as recorded, ${numbers.toLocaleString('en')} finite numbers`,
  ];
}
