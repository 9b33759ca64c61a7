import { checkFacts, factsError, type Warning } from '@alphaedit/spec';
import {
  type AnswerCheck,
  assertShare,
  type CheckAnswersOptions,
  checkAnswers,
} from '../../measure/check-answers.js';
import { type CoreWork, warnAll } from '../../work.js';
import { readingModel } from '../edit/edit-inputs.js';
import { asWarning, type GivenFacts, readGivenFacts } from '../facts/read-given-facts.js';
import { inFormOfEdits } from '../model/form-of-edits.js';
import { type ModelOptions, openModel } from '../model/open-model.js';
import { applyEdits } from '../runs/apply-edits.js';
import { assertEditsThere, openStack } from '../runs/open-stack.js';

/** Facts to hold against a checkpoint, and when they hold. */
export interface CheckModelOptions
  extends ModelOptions,
    CheckAnswersOptions,
    CoreWork,
    Omit<GivenFacts, 'onBadFact'> {
  /** Run folders and edit packs whose edits are applied first, in order. */
  readonly edits?: readonly string[];
}

/** @see AnswerCheck */
export interface ModelCheck extends AnswerCheck {
  /** The tensor engine that computed. */
  readonly engine: string;
  /** Whether the model was asked in chat form. */
  readonly chat: boolean;
  /** What was noticed of the facts and of the checkpoint. */
  readonly warnings: readonly Warning[];
}

/**
 * Facts as tests of a checkpoint, or of one with edits on it: whether it says each of them. Facts that cannot be asked are
 * an error before a weight is loaded, all of them at once.
 *
 * @param directory checkpoint folder, or the id of a model that was pulled
 * @example
 * const { ok, answers } = await checkModel('edited', { facts: 'expected.jsonl' });
 * @throws {FactError} `facts-broken` with every problem in `data.problems`, or the only one there is
 * @throws as `readFactsFile`, `openModel`, `openEdits` and `checkAnswers`
 */
export async function checkModel(directory: string, given: CheckModelOptions): Promise<ModelCheck> {
  assertShare(given.minShare ?? 1);
  await assertEditsThere(given.edits);
  const options = await inFormOfEdits(given.edits, given);
  const { edits, form, minShare, signal, onProgress } = options;
  const reading = await readingModel(directory, options);
  const read = await readGivenFacts(options);
  const { facts, problems } = checkFacts(read.facts, { ...reading, places: read.places });
  const error = factsError(problems);
  if (error) throw error;
  const noticed = [...read.warnings, ...problems].map(asWarning);
  warnAll(options, noticed);
  const model = await openModel(directory, options);
  try {
    if (edits) {
      await applyEdits(model.port, await openStack(model.port, edits, options), options);
    }
    const check = await checkAnswers(model.port, facts, { form, minShare, signal, onProgress });
    const chat = model.chatForm !== undefined;
    return { engine: model.engine.id, chat, ...check, warnings: [...noticed, ...model.warnings] };
  } finally {
    model.dispose();
  }
}
