import { batchOf, openRun, readAnswers, readRunFacts } from '@alphaedit/artifacts/node';
import { applyDelta } from '@alphaedit/editors';
import type { QuantizedType } from '@alphaedit/model';
import type { EditedFacts, Fact, Warning, WeightDelta } from '@alphaedit/spec';
import { plural, supersededBy } from '@alphaedit/spec';
import { type FactAnswer, factAnswers } from '../../measure/fact-answers.js';
import { namedFacts } from '../../measure/fact-outcomes.js';
import type { CoreWork } from '../../work.js';
import { type ModelOptions, openModel } from '../model/open-model.js';
import { packFacts, readPack } from '../runs/read-pack.js';

/** A fact that the edited model says, and the checkpoint made of it does not. */
export interface LostFact {
  /** Place in the run or the pack, from 1. */
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly target: string;
  /** What the checkpoint says. */
  readonly said: string;
}

/** How the facts of an edit stand on the checkpoint that was exported. */
export interface FactsAfterExport {
  /** Facts asked: those that are applied, and that no later one supersedes. */
  readonly asked: number;
  /** How many of them the edited model says, in float32. */
  readonly before: number;
  /** How many of them the checkpoint says. */
  readonly after: number;
  readonly lost: readonly LostFact[];
}

/** The facts of an edit to ask, in its order. */
export interface FactsToAsk {
  readonly facts: readonly (Fact & { readonly number: number })[];
  /** What the edited model answers to them, where it was measured. */
  readonly answers?: readonly FactAnswer[];
}

/** @throws {SettingsError} `facts-missing` for a pack without its facts; as `openRun` */
export async function factsToAsk(edits: string): Promise<FactsToAsk> {
  const pack = await readPack(edits);
  if (pack) return { facts: current(packFacts(pack, edits)).map((i) => numbered(pack.facts!, i)) };
  const run = await openRun(edits);
  const facts = (await readRunFacts(run)).slice(0, run.batches.at(-1)?.to ?? 0);
  const asked = current(facts, { undone: run.undone, batchOf: batchOf(run) });
  const answers = (await readAnswers(run))?.answers;
  return {
    facts: asked.map((i) => numbered(facts, i)),
    ...(answers && { answers: asked.map((i) => answers[i]!) }),
  };
}

/** Facts, counted from 0, that are applied and not superseded. */
function current(facts: readonly Fact[], edited: EditedFacts = { batchOf: (fact) => fact }): number[] {
  const superseding = supersededBy(facts, edited);
  return [...facts.keys()].filter((i) => !edited.undone?.has(i) && !superseding.has(i));
}

const numbered = (facts: readonly Fact[], i: number) => ({ ...facts[i]!, number: i + 1 });

/** What is held against what. */
export interface ExportToMeasure {
  /** The unedited model, and the edit. */
  readonly model: string;
  readonly deltas: readonly WeightDelta[];
  /** The checkpoint that was written. */
  readonly out: string;
}

/** Asks the exported checkpoint every fact, and the edited model where that was not done when it was made. */
export async function factsAfterExport(
  { facts, answers }: FactsToAsk,
  { model, deltas, out }: ExportToMeasure,
  options: ModelOptions & CoreWork,
): Promise<FactsAfterExport> {
  const before = answers ?? (await ask(model, facts, options, deltas));
  return compared(facts, before, await ask(out, facts, options));
}

/** How the facts of an edit stand on its model in quantized forms, the change added in full as an adapter adds it. */
export type FactsOverQuantized = Readonly<Record<QuantizedType, FactsAfterExport>>;

/** Asks the model every fact with its weights quantized and the change added to them, and unquantized where that was not done. */
export async function factsOverQuantized(
  { facts, answers }: FactsToAsk,
  { model, deltas }: Omit<ExportToMeasure, 'out'>,
  options: ModelOptions & CoreWork,
): Promise<FactsOverQuantized> {
  const before = answers ?? (await ask(model, facts, options, deltas));
  const over = async (quantizedAs: QuantizedType) =>
    compared(facts, before, await ask(model, facts, { ...options, quantizedAs }, deltas));
  return { Q8_0: await over('Q8_0'), Q4_0: await over('Q4_0') };
}

function compared(
  facts: FactsToAsk['facts'],
  before: readonly FactAnswer[],
  after: readonly FactAnswer[],
): FactsAfterExport {
  const said = (all: readonly FactAnswer[]) => all.filter(({ says }) => says).length;
  const lost = facts.flatMap(({ number, id, subject, target }, i): LostFact[] =>
    before[i]!.says && !after[i]!.says
      ? [{ number, ...(id !== undefined && { id: String(id) }), subject, target, said: after[i]!.said }]
      : [],
  );
  return { asked: facts.length, before: said(before), after: said(after), lost };
}

async function ask(
  directory: string,
  facts: readonly Fact[],
  options: ModelOptions & CoreWork,
  deltas: readonly WeightDelta[] = [],
): Promise<FactAnswer[]> {
  const opened = await openModel(directory, options);
  try {
    await applyDelta(opened.port, deltas);
    return await factAnswers(opened.port, facts, options);
  } finally {
    opened.dispose();
  }
}

/** The warning about facts that went in rounding. */
export function lostWarnings({ before, lost }: FactsAfterExport): Warning[] {
  if (lost.length === 0) return [];
  return [
    {
      code: 'facts-lost',
      message: `Lost in rounding: ${lost.length} of ${plural(before, 'fact')} that the edited model says; the checkpoint does not say the target of ${namedFacts(lost)}. \`dtype: 'float32'\` keeps them.`,
      data: { facts: lost.map(({ number }) => number) },
    },
  ];
}
