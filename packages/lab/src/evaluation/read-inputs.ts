import { openRun, readRunFacts } from '@alphaedit/artifacts/node';
import { type FactSources, packFacts, readPack, sourcesOf } from '@alphaedit/core/node';
import { readDocuments } from '@alphaedit/covariance/node';
import {
  type CapabilityExample,
  capabilityTask,
  type FactSet,
  type References,
  readExamples,
  readReferences,
} from '@alphaedit/eval';
import { readFactSources, readFactsFile, readLines, sourceName } from '@alphaedit/eval/node';
import type { Compat, Fact } from '@alphaedit/spec';
import { questionKey, questionOf, SettingsError } from '@alphaedit/spec';
import { type EvalTasks, parseTasks } from './parse-tasks.js';

/** What to measure, on which facts, with which edits. */
export interface EvalOptions {
  readonly facts?: FactSources;
  /** Run folders and edit packs that make the model after, in the order they are applied. */
  readonly edits?: readonly string[];
  readonly compare?: string;
  readonly limit?: number;
  readonly offset?: number;
  readonly tasks?: readonly string[];
  readonly onBadFact?: 'throw' | 'skip';
  readonly references?: string;
  readonly examples?: number;
  readonly texts?: number;
  readonly compat?: string;
  readonly seed: number;
  readonly ages: number;
  /** The form to measure in; both measures facts in plain form beside everything in chat form. */
  readonly ask?: AskedForms;
}

/** Forms in which a model is asked. */
export type AskedForms = 'plain' | 'chat' | 'both';

/** All that is measured on, read before a model is loaded: wrong input shows first. */
export interface EvalInputs {
  readonly tasks: EvalTasks;
  readonly compat: Compat;
  readonly seed: number;
  readonly factsFile: string;
  readonly facts: FactSet;
  readonly references?: References;
  /** Texts of the perplexity. */
  readonly texts?: readonly string[];
  readonly capability: readonly { readonly id: string; readonly examples: readonly CapabilityExample[] }[];
  /** Prompts whose hidden states are compared. */
  readonly knownPrompts?: readonly string[];
}

/** Known prompts of a hidden-shift measurement at most, as in the paper. */
const KNOWN_PROMPTS = 1000;

/** @throws whatever is wrong with options and files */
export async function readInputs(options: EvalOptions): Promise<EvalInputs> {
  const tasks = parseTasks(options.tasks);
  const compat = options.compat ?? 'corrected';
  if (compat !== 'corrected' && compat !== 'official') throw unknownCompat(compat);
  const { factsFile, facts } = await factsOf(options);
  const { references: file } = options;
  if (tasks.consistency && file === undefined) throw needsReferences();
  const capability: { id: string; examples: CapabilityExample[] }[] = [];
  for (const { id, file } of tasks.capability) {
    const task = capabilityTask(id, compat);
    const examples = await readExamples(task, readLines(file), { file, limit: options.examples });
    capability.push({ id, examples });
  }
  return {
    tasks,
    compat,
    seed: options.seed,
    factsFile,
    facts,
    ...(tasks.consistency && { references: await readReferences(readLines(file!), { file: file! }) }),
    ...(tasks.perplexity !== undefined && { texts: await textsOf(tasks.perplexity, options.texts) }),
    capability,
    ...(tasks.hiddenShift !== undefined && { knownPrompts: await knownPrompts(tasks.hiddenShift, facts) }),
  };
}

/** The facts given, or those of the edits, and what they are called. */
async function factsOf(options: EvalOptions): Promise<{ factsFile: string; facts: FactSet }> {
  const { facts: given, edits, limit, offset, onBadFact: onBadRecord } = options;
  if (given !== undefined) {
    const sources = sourcesOf(given);
    const factsFile = sources.map(sourceName).join(', ');
    return { factsFile, facts: await readFactSources(sources, { limit, offset, onBadRecord }) };
  }
  if (edits === undefined) {
    throw new SettingsError({
      code: 'facts-missing',
      message: 'There are no facts to measure on.',
      hint: 'Give `facts`, or `edits` with a run folder or an edit pack, to measure on its facts.',
    });
  }
  const asked = new Map<string, { readonly fact: Fact; readonly file: string }>();
  const all: { readonly fact: Fact; readonly file: string }[] = [];
  for (const file of edits) all.push(...(await editedFacts(file)).map((fact) => ({ fact, file })));
  // What a later edit of the stack answers anew is measured by that answer.
  for (const one of all) asked.set(questionKey(one.fact), one);
  const stacked = all.filter(({ fact, file }) => asked.get(questionKey(fact))!.file === file);
  const name = edits.join(', ');
  const some = someOf(stacked, name, options);
  const [facts, places] = [some.map(({ fact }) => fact), some.map(({ file }) => ({ file }))];
  return { factsFile: name, facts: { facts, places, format: 'plain', warnings: [] } };
}

async function editedFacts(edits: string): Promise<readonly Fact[]> {
  const pack = await readPack(edits);
  return pack ? packFacts(pack, edits) : readRunFacts(await openRun(edits));
}

/** Those of the facts that the limits leave. */
function someOf<T>(facts: readonly T[], file: string, { limit, offset = 0 }: EvalOptions): readonly T[] {
  const some = facts.slice(offset, limit === undefined ? undefined : offset + limit);
  if (some.length > 0) return some;
  throw new SettingsError({
    code: 'facts-missing',
    message: `There are no facts to measure on: ${file} has ${facts.length}, and \`offset\` passes over ${offset}.`,
    hint: 'Give a smaller `offset`, or `facts`.',
  });
}

async function textsOf(file: string, limit = Number.POSITIVE_INFINITY): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of readDocuments([file])) {
    if (texts.length >= limit) break;
    texts.push(text);
  }
  return texts;
}

async function knownPrompts(source: string | true, facts: FactSet): Promise<string[]> {
  const known =
    source === true
      ? facts.facts.flatMap(({ neighbors = [] }) => neighbors.map(({ prompt }) => prompt))
      : (await readFactsFile(source, { limit: KNOWN_PROMPTS, onBadRecord: 'skip' })).facts.map(questionOf);
  const distinct = [...new Set(known)].slice(0, KNOWN_PROMPTS);
  if (distinct.length >= 2) return distinct;
  throw new SettingsError({
    code: 'no-known-prompts',
    message: 'There are no two known prompts to compare hidden states of.',
    hint: 'The facts have no neighbours: give hidden-shift=FILE with known facts.',
  });
}

const unknownCompat = (compat: string) =>
  new SettingsError({
    code: 'unknown-compat',
    message: `There is no compatibility "${compat}".`,
    hint: 'Give `compat=official`, or leave it out for the corrected figures.',
  });

const needsReferences = () =>
  new SettingsError({
    code: 'references-missing',
    message: 'Consistency needs reference texts.',
    hint: 'Give `references`, a file of attribute snippets, or relation, target and texts as JSONL.',
  });
