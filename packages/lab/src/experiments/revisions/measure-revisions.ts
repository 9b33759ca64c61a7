import { continuations, type Repeated } from '@alphaedit/core';
import { editorById } from '@alphaedit/editors';
import { evaluate, type Task } from '@alphaedit/eval';
import type { Fact, Work } from '@alphaedit/spec';
import { plural, SettingsError } from '@alphaedit/spec';
import { editSequentially } from '../edit-sequentially.js';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { type Laboratory, withLaboratory } from '../open-laboratory.js';
import type { RevisionFigures, RevisionPoint, RevisionsData } from './data.js';
import type { RevisionsOptions } from './options.js';
import { differentQuestions, revisionRounds } from './revision-rounds.js';
import { revisionsReport } from './revisions-report.js';

const POLICIES: readonly Repeated[] = ['replace', 'keep'];

/**
 * Each editor edits the other facts once and then the revised ones again and again, once so that each revision stands in
 * the place of the one before and once so that all stay; measured whenever their own answers are the last ones, and set
 * beside a run that edits them once.
 */
export async function measureRevisions({
  model: directory,
  options,
  work,
}: ExperimentContext<RevisionsOptions>): Promise<ExperimentOutcome> {
  const { batch, revised: count } = options;
  const times = [...new Set(options.times)].sort((a, b) => a - b);
  checkNumbers(times, options);
  const editors = options.editors
    .split(',')
    .map((name) => ({ name: name.trim(), editor: editorById(name.trim()) }));
  return withLaboratory(directory, options, work, async (laboratory) => {
    const { settings, linalg, engine, seeds, hashes, warnings } = laboratory;
    const facts = differentQuestions(laboratory.facts);
    const held = facts.length - (facts.length % batch);
    if (held < count) throw tooFew(facts.length, options);
    const revised = facts.slice(held - count, held);
    const others = facts.slice(0, held - count);
    const measure = () => figuresOf(laboratory, revised, others, work);
    const before = await measure();
    const chain = [...others, ...revisionRounds(revised, facts, times.at(-1)!)];
    const points: RevisionPoint[] = [];
    for (const { name, editor } of editors) {
      const edit = async (facts: readonly Fact[], at: readonly number[], repeated?: Repeated) => {
        const onBatch = async (done: number) => {
          const round = (done - others.length) / count;
          if (!at.includes(round)) return;
          const policy = repeated !== undefined && { repeated };
          points.push({ editor: name, ...policy, times: round, ...(await measure()) });
        };
        const label = `${name}, ${repeated ?? 'once'}`;
        const run = await editSequentially(
          laboratory,
          { editor, batch, facts, label, repeated, onBatch },
          work,
        );
        await run.undo();
      };
      await edit([...others, ...revised], [1]);
      for (const repeated of POLICIES) await edit(chain, times, repeated);
    }
    const data: RevisionsData = {
      ...{ revised: count, others: others.length, batch, settings },
      ...{ before, points },
    };
    return {
      ...(await revisionsReport(data)),
      data,
      engine,
      linalg: linalg.provider,
      seeds,
      hashes,
      warnings,
    };
  });
}

/** What the model says now. */
async function figuresOf(
  { model }: Laboratory,
  revised: readonly Fact[],
  others: readonly Fact[],
  { signal }: Work,
): Promise<RevisionFigures> {
  const tasks: Task[] = ['efficacy', 'generalization', 'specificity'];
  const asked = async (facts: readonly Fact[], tasks: readonly Task[]) =>
    (await evaluate(model, facts, { tasks, said: { write: continuations }, signal })).said;
  const { efficacy, generalization, specificity } = await asked(revised, tasks);
  const around = others.length > 0 ? await asked(others, ['efficacy', 'generalization']) : undefined;
  return {
    ...(efficacy && { said: efficacy }),
    ...(generalization && { reworded: generalization }),
    ...(specificity && { neighbours: specificity }),
    ...(around && { others: { said: around.efficacy, reworded: around.generalization } }),
  };
}

function checkNumbers(times: readonly number[], { revised, batch }: RevisionsOptions): void {
  const odd = times.find((n) => !Number.isSafeInteger(n) || n < 2 || n % 2 !== 0);
  if (times.length === 0 || odd !== undefined) {
    throw new SettingsError({
      code: 'setting-out-of-range',
      message: `Facts are measured after an even number of edits, not after ${odd ?? 'none'}.`,
      hint: 'Every second edit gives a fact its own answer: for example `times=2,4,8,16`.',
      data: { times },
    });
  }
  if (revised % batch === 0) return;
  throw new SettingsError({
    code: 'setting-out-of-range',
    message: `${plural(revised, 'revised fact')} are not whole batches of ${batch}.`,
    hint: 'Choose a `batch` that divides `revised`.',
    data: { revised, batch },
  });
}

const tooFew = (facts: number, { revised, batch }: RevisionsOptions) =>
  new SettingsError({
    code: 'setting-out-of-range',
    message: `${plural(facts, 'different fact')} in batches of ${batch} are too few to revise ${revised}.`,
    hint: 'Give more facts, or choose a smaller `revised`.',
    data: { facts, revised, batch },
  });
