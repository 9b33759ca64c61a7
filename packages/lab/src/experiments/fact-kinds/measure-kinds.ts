import { editorById } from '@alphaedit/editors';
import { evaluate, type RecordResult } from '@alphaedit/eval';
import type { Fact } from '@alphaedit/spec';
import { continuationIds, nullSpaceThreshold, SettingsError } from '@alphaedit/spec';
import { editSequentially } from '../edit-sequentially.js';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { type Laboratory, withLaboratory } from '../open-laboratory.js';
import { SAID_AFTER_EDITED } from '../said-options.js';
import type { FactKind, FactOutcome, KindsData } from './data.js';
import { kindsReport } from './kinds-report.js';
import type { FactKindsOptions } from './options.js';
import { subjectKeys } from './subject-keys.js';

/** Edits the same facts with each editor, and sets what came of each beside what is known of it. */
export async function measureKinds({
  model: directory,
  options,
  work,
}: ExperimentContext<FactKindsOptions>): Promise<ExperimentOutcome> {
  const names = options.editors.split(',').map((name) => name.trim());
  const chosen = names.map((name) => ({ name, editor: editorById(name) }));
  return withLaboratory(directory, options, work, async (opened) => {
    const facts = opened.facts.filter(({ truth }) => truth !== undefined);
    if (facts.length < 3) throw tooFew(facts.length);
    const laboratory = { ...opened, facts };
    const { model, settings, linalg, engine, seeds, hashes, warnings } = laboratory;
    const { signal } = work;
    const { shares, norms, nullDimensions } = await nullShares(laboratory);
    const before = await evaluate(model, facts, { signal });
    const outcomes: Record<string, FactOutcome>[] = facts.map(() => ({}));
    for (const { name, editor } of chosen) {
      const run = await editSequentially(laboratory, { editor, batch: options.batch, label: name }, work);
      const { records } = await evaluate(model, facts, { said: SAID_AFTER_EDITED, signal });
      await run.undo();
      for (const [f, record] of records.entries()) outcomes[f]![name] = outcomeOf(record);
    }
    const kinds = facts.map((fact, f): FactKind => {
      const words = fact.subject.trim().split(/\s+/).length;
      // As it stands within a text.
      const tokens = continuationIds(model.tokenizer, 'It is', fact.subject.trim()).target.length;
      return {
        ...(fact.id !== undefined && { id: fact.id }),
        subject: fact.subject,
        relation: relationOf(fact),
        tokensPerWord: tokens / words,
        oldNll: before.records[f]!.efficacy!.prompts[0]!.otherScore!.nll,
        nullShare: shares[f]!,
        keyNorm: norms[f]!,
        outcomes: outcomes[f]!,
      };
    });
    const data: KindsData = {
      editors: names,
      batch: options.batch,
      seed: options.seed,
      settings,
      nullDimensions,
      keySize: model.info.keySize,
      facts: kinds,
    };
    return { ...(await kindsReport(data)), data, engine, linalg: linalg.provider, seeds, hashes, warnings };
  });
}

/** A data set without relations names them by their prompts. */
const relationOf = ({ relation, prompt }: Fact) => relation ?? prompt;

function outcomeOf({ efficacy, generalization, specificity }: RecordResult): FactOutcome {
  const margins = (result: typeof efficacy) =>
    (result?.prompts ?? []).map(({ wantedScore, otherScore }) => otherScore!.nll - wantedScore.nll);
  const [margin] = margins(efficacy);
  const others = margins(generalization);
  return {
    margin: margin!,
    ...(others.length > 0 && { paraphraseMargin: others.reduce((a, b) => a + b, 0) / others.length }),
    exact: efficacy!.exactMatch === 1,
    said: efficacy!.said === 1,
    ...(specificity?.preference !== undefined && { specificity: specificity.preference }),
  };
}

/** Of every fact's key: the share of its square in the null space, and its length, as means over the layers. */
async function nullShares({ model, facts, settings, statistics }: Laboratory) {
  const { layers } = settings;
  const keys = await subjectKeys(model, facts, layers);
  const shares = new Float64Array(facts.length);
  const norms = new Float64Array(facts.length);
  const nullDimensions: Record<number, number> = {};
  for (const layer of layers) {
    const K = keys.get(layer)!;
    const projector = await statistics.projector(layer, nullSpaceThreshold(settings));
    const PK = await projector.project(K);
    nullDimensions[layer] = projector.nullDimension;
    for (let f = 0; f < facts.length; f++) {
      let [inside, all] = [0, 0];
      for (let i = 0; i < K.rows; i++) {
        inside += PK.data[i * facts.length + f]! ** 2;
        all += K.data[i * facts.length + f]! ** 2;
      }
      shares[f]! += inside / all / layers.length;
      norms[f]! += Math.sqrt(all) / layers.length;
    }
  }
  return { shares, norms, nullDimensions };
}

const tooFew = (facts: number) =>
  new SettingsError({
    code: 'no-facts',
    message: `Only ${facts} facts have an old answer: nothing can be said about kinds of facts.`,
    hint: 'Give facts with the answer up to now (CounterFact has it).',
    data: { facts },
  });
