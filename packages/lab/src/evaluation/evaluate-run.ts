import { factsHash } from '@alphaedit/artifacts/node';
import {
  applyEdits,
  assertEditsThere,
  type Edits,
  inFormOfEdits,
  type OpenedModel,
  openModel,
  openStack,
} from '@alphaedit/core/node';
import {
  type Comparison,
  compareReports,
  compareRuns,
  type HiddenShift,
  hiddenShift,
  type Retention,
  type RunComparison,
} from '@alphaedit/eval';
import { askedInChat, withTokenizer } from '@alphaedit/model';
import type { ModelPort, Warning } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import { type Measures, measureModel } from './measure-model.js';
import type { AskedForms, EvalInputs, EvalOptions } from './read-inputs.js';
import { runAges } from './run-ages.js';

/** The edits of a run or a pack applied, and what was measured. */
export interface EvaluatedRun {
  /** Run folder, or edit pack; several with a plus between them. */
  readonly run: string;
  readonly editor: string;
  readonly measures: Measures;
  readonly retention?: Retention;
  readonly hiddenShift?: HiddenShift;
}

/** A model measured before and, with edits, after them. */
export interface Evaluation {
  readonly engine: string;
  /** Whether the model was asked in chat form. */
  readonly chat: boolean;
  readonly hashes: { readonly model: string; readonly facts: string };
  readonly before: Measures;
  readonly after?: EvaluatedRun;
  readonly comparison?: Comparison;
  /** The second run of `--compare`, and the two held against one another. */
  readonly second?: EvaluatedRun;
  readonly contrast?: RunComparison;
  /** With `ask: 'both'`: the facts in plain form, where all other figures are in chat form. */
  readonly plain?: { readonly before: Measures; readonly after?: Measures };
  readonly warnings: readonly Warning[];
}

/** Measures a checkpoint, then the same with the edits of a run or a pack, then with those of a second one. */
export async function evaluateRun(
  directory: string,
  inputs: EvalInputs,
  options: EvalOptions,
  given: LabWork,
): Promise<Evaluation> {
  const { edits, compare, ask } = options;
  if (edits === undefined && (compare !== undefined || inputs.knownPrompts)) throw needsEdits(compare);
  await assertEditsThere([...(edits ?? []), ...(compare === undefined ? [] : [compare])]);
  const work = await inFormOfEdits(edits, given);
  let opened = await openAsked(directory, ask, work);
  try {
    const model = opened.port;
    const modelHash = await model.contentHash();
    const first = edits && (await openStack(model, edits, work));
    const other = compare === undefined ? undefined : await openStack(model, [compare], work);
    const block = first && lastLayer(first);
    const before = await measureModel(model, inputs, { stage: first ? 'before' : 'measure', block, work });
    const plainBefore = await plainMeasures(opened, inputs, 'before', work);
    let plainAfter: Measures | undefined;
    const measured: EvaluatedRun[] = [];
    for (const [i, next] of [first, other].entries()) {
      if (!next) continue;
      if (i > 0) {
        // The second run starts from the checkpoint as it is.
        opened.dispose();
        opened = await openAsked(directory, ask, work);
      }
      const stage = i === 0 ? 'after' : 'second run';
      const found = await measureEdits(opened, next, before, { stage, block, inputs, options, work });
      if (i === 0) plainAfter = await plainMeasures(opened, inputs, 'after', work);
      measured.push({ run: i === 0 ? edits!.join(' + ') : compare!, ...found });
    }
    const plain = plainBefore && { before: plainBefore, ...(plainAfter && { after: plainAfter }) };
    const evaluation = evaluationOf(measured, before, {
      engine: opened.engine.id,
      chat: opened.port.tokenizer.chatForm !== undefined,
      modelHash,
      inputs,
    });
    return { ...evaluation, ...(plain && { plain }) };
  } finally {
    opened.dispose();
  }
}

/** A model in the form to measure in; `plain` is the same in plain form, where both are wanted. */
type Asked = OpenedModel & { readonly plain?: ModelPort };

async function openAsked(directory: string, ask: AskedForms | undefined, work: LabWork): Promise<Asked> {
  if (ask === undefined) return openModel(directory, work);
  const chat = typeof work.chat === 'object' ? work.chat : true;
  if (ask !== 'both') return openModel(directory, { ...work, chat: ask === 'chat' && chat });
  const opened = await openModel(directory, { ...work, chat: false });
  const plain = opened.port;
  return { ...opened, plain, port: withTokenizer(plain, askedInChat(plain.tokenizer, chat)) };
}

/** The facts measured in plain form, where that is wanted beside the chat form. */
async function plainMeasures(
  { plain }: Asked,
  { tasks: { facts, said }, ...inputs }: EvalInputs,
  stage: string,
  work: LabWork,
): Promise<Measures | undefined> {
  const tasks = { facts, said, fluency: false, consistency: false, capability: [] };
  const only = { ...inputs, tasks, texts: undefined, capability: [], knownPrompts: undefined };
  return plain && measureModel(plain, only, { stage: `${stage}, plain`, work });
}

/** The model with these edits on it, measured. */
async function measureEdits(
  { port: model, linalg }: OpenedModel,
  next: readonly Edits[],
  before: Measures,
  {
    stage,
    block,
    inputs,
    options,
    work,
  }: {
    readonly stage: string;
    readonly block: number | undefined;
    readonly inputs: EvalInputs;
    readonly options: EvalOptions;
    readonly work: LabWork;
  },
): Promise<Omit<EvaluatedRun, 'run'>> {
  await applyEdits(model, next, work);
  const measures = await measureModel(model, inputs, { stage, block, work });
  const only = next.length === 1 ? next[0] : undefined;
  // A pack holds the sum of its edits: it no longer knows which came first.
  const ages =
    measures.facts &&
    only &&
    'run' in only &&
    (await runAges(only.run, inputs.facts.facts, measures.facts, options.ages));
  const shift =
    before.hidden && measures.hidden && (await hiddenShift(before.hidden, measures.hidden, { linalg }));
  return {
    editor: [...new Set(next.map((edits) => madeBy(edits).editor))].join(' + '),
    measures,
    ...(ages && { retention: ages }),
    ...(shift && { hiddenShift: shift }),
  };
}

function evaluationOf(
  measured: readonly EvaluatedRun[],
  before: Measures,
  {
    engine,
    chat,
    modelHash,
    inputs,
  }: {
    readonly engine: string;
    readonly chat: boolean;
    readonly modelHash: string;
    readonly inputs: EvalInputs;
  },
): Evaluation {
  const [after, second] = measured;
  const [a, b, c] = [before.facts, after?.measures.facts, second?.measures.facts];
  return {
    engine,
    chat,
    hashes: { model: modelHash, facts: factsHash(inputs.facts.facts) },
    before,
    ...(after && { after }),
    ...(a && b && { comparison: compareReports(a, b) }),
    ...(second && { second }),
    ...(b && c && { contrast: compareRuns(b, c, { seed: inputs.seed }) }),
    warnings: [...inputs.facts.warnings, ...before.warnings],
  };
}

const madeBy = (edits: Edits) => ('run' in edits ? edits.run.manifest : edits.pack);

/** The last layer that any of the edits names. */
function lastLayer(stack: readonly Edits[]): number | undefined {
  const layers = stack.flatMap((edits) => madeBy(edits).settings.layers as readonly number[] | undefined);
  const named = layers.filter((layer) => typeof layer === 'number');
  return named.length > 0 ? Math.max(...named) : undefined;
}

const needsEdits = (compare: string | undefined) =>
  new SettingsError({
    code: 'edits-missing',
    message:
      compare === undefined
        ? 'The shift of hidden states is between a model and its edits.'
        : 'There is no first run to compare the second with.',
    hint: 'Give `edits` with a run folder or an edit pack.',
  });
