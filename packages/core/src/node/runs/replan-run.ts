import { openRun, type Run, readHistory, readRunFacts, readValues } from '@alphaedit/artifacts/node';
import type { Fact, KnownValue, KnownValues, Statistics } from '@alphaedit/spec';
import { askedFact, questionKey } from '@alphaedit/spec';
import type { CoreWork } from '../../work.js';
import type { Edit } from '../edit/edit.js';
import { editFacts } from '../edit/edit-facts.js';
import type { EditFactsOptions } from '../edit/edit-options.js';
import type { OpenedModel } from '../model/open-model.js';
import { findFacts } from './find-facts.js';

/** What to leave out of a run, and where the run without it goes. */
export interface ReplanOptions
  extends CoreWork,
    Pick<EditFactsOptions, 'collection' | 'keepOriginal' | 'check'> {
  /** Ids of facts, or `#N` for the N-th fact of the run, counted from 1; facts that are undone are left out as well. */
  readonly facts?: readonly string[];
  /** Folder of the new run. */
  readonly out: string;
  readonly statistics?: Statistics | string;
}

/** A run as it would be without some of its facts. */
export interface Replanned {
  readonly edit: Edit;
  /** The facts left out, with their numbers in the old run, counted from 1. */
  readonly leftOut: readonly (Fact & { readonly number: number })[];
}

/**
 * The run that the other facts alone would have made, in a folder of its own: the old run stays. Values that were found
 * for them are taken as they are, so that no value is searched for: keys are computed and the weights solved for anew. Up
 * to the first batch that a fact leaves, that is what a fresh run gives, to the bit; after it a fresh run would search on
 * weights that differ by what the fact had changed. Fine-tuning has no values: its batches are run again.
 *
 * @throws {EditError} `no-run`, `no-such-fact`, `run-of-another-model`; and as `editFacts`
 */
export async function replanRun(
  model: OpenedModel,
  directory: string,
  { facts: names = [], ...options }: ReplanOptions,
): Promise<Replanned> {
  const run = await openRun(directory);
  const all = await readRunFacts(run);
  const named = names.length > 0 ? findFacts(all, names, directory) : [];
  const out = new Set([...run.undone, ...named]);
  const { manifest } = run;
  const edit = await editFacts(model, {
    ...options,
    facts: all.filter((_, i) => !out.has(i)),
    editor: manifest.editor,
    settings: manifest.settings,
    batchSize: manifest.batchSize,
    seed: manifest.seed,
    templates: manifest.templates,
    repeated: manifest.repeated ?? 'keep',
    history: await readHistory(run),
    knownValues: await knownValues(run, all, model),
  });
  const leftOut = [...out].sort((a, b) => a - b).map((i) => ({ ...all[i]!, number: i + 1 }));
  return { edit, leftOut };
}

/** The values that a run keeps, by fact. @throws {EditError} `run-broken` */
async function knownValues(
  run: Run,
  facts: readonly Fact[],
  { port: { tokenizer } }: OpenedModel,
): Promise<KnownValues> {
  const found = new Map<string, KnownValue>();
  const layers = run.manifest.settings.layers as readonly number[];
  for await (const { record, values } of readValues(run)) {
    for (const [i, outcome] of record.values.entries()) {
      const z = values.data.slice(i * values.cols, (i + 1) * values.cols);
      found.set(keyOf(askedFact(tokenizer, facts[record.from + i]!)), { z, outcome });
    }
  }
  return { find: (fact, layer) => (layer === layers.at(-1) ? found.get(keyOf(fact)) : undefined) };
}

const keyOf = (fact: Fact) => JSON.stringify([questionKey(fact), fact.target]);
