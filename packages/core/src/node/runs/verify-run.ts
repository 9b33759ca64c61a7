import {
  assertRunOf,
  openRun,
  type Run,
  readDeltas,
  readRunFacts,
  readState,
} from '@alphaedit/artifacts/node';
import { applyDelta, undoDelta } from '@alphaedit/editors';
import {
  AlphaEditError,
  EditError,
  type Fact,
  type Matrix,
  type ModelPort,
  type WeightDelta,
} from '@alphaedit/spec';
import { factAnswers } from '../../measure/fact-answers.js';
import { supersededBy } from '../../measure/fact-outcomes.js';
import type { CoreWork } from '../../work.js';
import { type ModelOptions, openModel } from '../model/open-model.js';

/** One thing that was looked at. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly found: string;
}

/** How a fact stands on the edited model. */
export interface FactStanding {
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly target: string;
  readonly state: 'applied' | 'undone';
  /** Whether NLL(target) < NLL(truth); absent without a truth. */
  readonly preferred?: boolean;
  /** Whether the model says the target: every token of it is the likeliest. */
  readonly exact: boolean;
  /** p(target), the product over its tokens. */
  readonly probability: number;
  /** What the model says: its greedy continuation, up to the end of the first sentence. */
  readonly said: string;
  /** Number of a later fact that gives the same question another answer. */
  readonly supersededBy?: number;
}

/** What was found of a run. */
export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** Only with a model. */
  readonly facts?: readonly FactStanding[];
}

/**
 * Whether a run is what it says it is: its files against the hashes recorded when they were written, every number
 * finite, facts and batches in step; and, with the model it was made from, whether it fits that model, can be undone
 * bit for bit, and what the edited model answers to each fact. That a fact does not hold is reported and is no fault of the
 * run.
 *
 * @throws {EditError} `no-run`; damage is a check that fails, not an error
 */
export async function verifyRun(
  directory: string,
  options: { readonly model?: string } & ModelOptions & CoreWork = {},
): Promise<Verification> {
  const { model: checkpoint } = options;
  const checks: Check[] = [];
  const look = async <T>(
    check: string,
    work: () => Promise<readonly [T, string]>,
  ): Promise<T | undefined> => {
    try {
      const [value, found] = await work();
      checks.push({ check, ok: true, found });
      return value;
    } catch (error) {
      if (!AlphaEditError.isInstance(error) || error.kind === 'interrupted' || error.code === 'no-run')
        throw error;
      checks.push({ check, ok: false, found: error.message });
      return undefined;
    }
  };
  const run = await look('manifest, records and ledger', async () => {
    const opened = await openRun(directory);
    const { manifest, batches } = opened;
    return [
      opened,
      `${manifest.editor}, ${batches.length} batches, ${batches.at(-1)?.to ?? 0} of ${manifest.facts.count} facts`,
    ];
  });
  let facts: readonly Fact[] | undefined;
  if (run) {
    await look('completeness', async () => [
      run,
      run.sealed
        ? 'sealed: no record and no entry of the ledger is missing or changed'
        : 'not sealed (made by an earlier version): a missing record or ledger would not show',
    ]);
    facts = await look('facts', async () => {
      const read = await readRunFacts(run);
      return [read, `${read.length} facts, as recorded`];
    });
    await look('changes', () => checkDeltas(run));
    await look('state for the next batch', async () => {
      const state = await readState(run);
      return [state, state ? 'as recorded' : 'none, as recorded'];
    });
  }
  const sound = checks.every(({ ok }) => ok);
  if (checkpoint === undefined || !run || !facts || !sound) return { ok: sound, checks };
  const opened = await openModel(checkpoint, options);
  const { port: model } = opened;
  try {
    const fits = await look('made from this model', async () => {
      const hash = await model.contentHash();
      assertRunOf(run, hash);
      return [true, hash.slice(0, 12)] as const;
    });
    const standings = fits && (await onModel(model, run, facts, options, look));
    return { ok: checks.every(({ ok }) => ok), checks, ...(standings && { facts: standings }) };
  } finally {
    opened.dispose();
  }
}

type Look = <T>(check: string, work: () => Promise<readonly [T, string]>) => Promise<T | undefined>;

async function onModel(
  model: ModelPort,
  run: Run,
  facts: readonly Fact[],
  { signal, onProgress }: CoreWork,
  look: Look,
) {
  const all: WeightDelta[] = [];
  for await (const { deltas } of readDeltas(run)) all.push(...deltas);
  const applied = await look('fits the weights', async () => {
    const done = await applyDelta(model, all);
    return [done, `${done.parameters.length} weights changed`];
  });
  if (!applied) return undefined;
  const count = run.batches.at(-1)?.to ?? 0;
  const edited = facts.slice(0, count);
  const answers = await factAnswers(model, edited, { signal, onProgress });
  const superseding = supersededBy(edited, run.undone);
  await look('undone bit for bit', async () => {
    await undoDelta(model, applied);
    const changed = await differing(model, applied.before);
    if (changed === undefined) return [true, `${applied.before.size} weights as they were`];
    throw new EditError({
      code: 'undo-differs',
      message: `Weight ${changed} is not what it was.`,
      hint: 'Load the checkpoint anew.',
      kind: 'work',
    });
  });
  return answers.map(({ says, preferred, probability, said }, i): FactStanding => {
    const { id, subject, target } = facts[i]!;
    return {
      number: i + 1,
      ...(id !== undefined && { id: String(id) }),
      subject,
      target,
      state: run.undone.has(i) ? 'undone' : 'applied',
      ...(preferred !== undefined && { preferred }),
      exact: says,
      probability,
      said,
      ...(superseding.has(i) && { supersededBy: superseding.get(i)! + 1 }),
    };
  });
}

/** The first weight whose bytes are not those it had before, if there is one. */
async function differing(
  model: ModelPort,
  before: ReadonlyMap<string, Matrix<Float32Array>>,
): Promise<string | undefined> {
  const bytes = ({ data }: Matrix<Float32Array>) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  for (const [name, weight] of before) {
    if (!bytes(weight).equals(bytes(await model.readWeight(name)))) return name;
  }
  return undefined;
}

async function checkDeltas(run: Run): Promise<readonly [true, string]> {
  let numbers = 0;
  for await (const { record, deltas } of readDeltas(run, { asMade: true })) {
    for (const delta of deltas) {
      const parts = delta.kind === 'dense' ? [delta.value] : [delta.left, delta.right];
      for (const { data } of parts) {
        numbers += data.length;
        if (data.every(Number.isFinite)) continue;
        throw new EditError({
          code: 'run-broken',
          message: `Batch ${record.batch}: the change of ${delta.parameter} holds numbers that are not finite.`,
          hint: 'Edit again with a lower zLearningRate, or a higher L2.',
          data: { run: run.directory, batch: record.batch },
        });
      }
    }
  }
  return [true, `${run.batches.length} batches as recorded, ${numbers.toLocaleString('en')} finite numbers`];
}
