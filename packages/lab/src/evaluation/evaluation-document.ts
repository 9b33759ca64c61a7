import { scores } from '@alphaedit/core';
import type { Exposure, Interval } from '@alphaedit/eval';
import type { EvaluatedRun, Evaluation } from './evaluate-run.js';
import { failingFacts } from './failing-facts.js';
import type { Measures } from './measure-model.js';

/** A figure as the documents of this command write them. */
const figure = ({ estimate, interval, n }: Interval) => ({ mean: estimate, ci95: interval, n });

/** Measures without their records. */
function measuresDocument({ facts, texts, perplexity, exposure, capability }: Measures) {
  return {
    ...(facts && scores(facts)),
    ...(texts && { fluency: figure(texts.fluency) }),
    ...(texts?.consistency && { consistency: figure(texts.consistency) }),
    ...(perplexity && { perplexity }),
    ...(exposure && { exposure: exposureDocument(exposure) }),
    ...(Object.keys(capability).length > 0 && {
      capability: Object.fromEntries(
        Object.entries(capability).map(([id, { f1, accuracy, confusion }]) => [
          id,
          { f1: figure(f1), accuracy: figure(accuracy), confusion },
        ]),
      ),
    }),
  };
}

function exposureDocument({ budget, probability, said, recovered, strangers }: Exposure) {
  return { budget, probability, said, recovered, ...(strangers && { strangers }) };
}

const runDocument = ({ run, editor, retention, hiddenShift }: EvaluatedRun) => ({
  run,
  editor,
  ...(retention && { retention }),
  ...(hiddenShift && { hiddenShift }),
});

/** The parts of the JSON document of `alphaedit eval` that come from an evaluation. */
export function evaluationDocument(evaluation: Evaluation) {
  const { before, after, comparison, second, contrast, engine, chat, hashes, plain, warnings } = evaluation;
  return {
    engine,
    chat,
    hashes,
    before: measuresDocument(before),
    after: after && measuresDocument(after.measures),
    ...(plain && {
      plain: {
        before: measuresDocument(plain.before),
        after: plain.after && measuresDocument(plain.after),
      },
    }),
    comparison,
    failing: failingFacts(evaluation),
    ...(after?.retention && { retention: after.retention }),
    ...(after?.hiddenShift && { hiddenShift: after.hiddenShift }),
    ...(second && { second: { ...measuresDocument(second.measures), ...runDocument(second) }, contrast }),
    warnings,
  };
}
