import type { ModelPort, Warning } from '@alphaedit/spec';
import { DatasetError } from '@alphaedit/spec';
import { answerRow } from '../scoring/answer-row.js';
import { scoreAnswers } from '../scoring/score-answers.js';
import type { ScoreOptions } from '../scoring/score-rows.js';
import { type BootstrapOptions, bootstrap, type Interval } from '../stats/bootstrap.js';
import type { CapabilityExample } from './example.js';
import { weightedF1 } from './weighted-f1.js';

/** How a task of general capability is measured. */
export interface MeasureCapabilityOptions extends ScoreOptions {
  readonly bootstrap?: BootstrapOptions;
}

/** How a model does on one task of general capability. */
export interface CapabilityReport {
  /** Weighted F1 over the classes. */
  readonly f1: Interval;
  readonly accuracy: Interval;
  /** Examples by label, then by prediction. */
  readonly confusion: readonly (readonly number[])[];
  /** Label predicted for each example that was asked. */
  readonly predictions: readonly number[];
  readonly warnings: readonly Warning[];
}

/**
 * Zero-shot classification: of an example's answers, the one with the smallest mean loss per token after the
 * prompt is the prediction; weighted F1 and accuracy with bootstrap intervals over the examples. Examples that
 * do not fit the model's context are left out and told of.
 *
 * @throws {DatasetError} `no-examples`
 */
export async function measureCapability(
  model: ModelPort,
  examples: readonly CapabilityExample[],
  { bootstrap: resampling, ...scoring }: MeasureCapabilityOptions = {},
): Promise<CapabilityReport> {
  const fits = ({ prompt, answers }: CapabilityExample) =>
    answers.every(
      (answer) => answerRow(model.tokenizer, { prompt, answer }).ids.length <= model.info.contextLength,
    );
  const asked = examples.filter(fits);
  if (asked.length === 0) {
    throw new DatasetError({
      code: 'no-examples',
      message: `None of ${examples.length} examples fits the model's context of ${model.info.contextLength} tokens.`,
      hint: 'Give shorter examples.',
      data: { examples: examples.length },
    });
  }
  const questions = asked.flatMap(({ prompt, answers }) => answers.map((answer) => ({ prompt, answer })));
  const scores = (await scoreAnswers(model, questions, scoring)).values();
  const pairs = asked.map(({ answers, label }): [number, number] => {
    const losses = answers.map(() => scores.next().value!.nll);
    return [label, losses.indexOf(Math.min(...losses))];
  });
  const classes = Math.max(...asked.map(({ answers }) => answers.length));
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [label, predicted] of pairs) confusion[label]![predicted]!++;
  const left = examples.length - asked.length;
  return {
    f1: bootstrap(pairs.length, (indices) => weightedF1(Array.from(indices, (i) => pairs[i]!)), resampling)!,
    accuracy: bootstrap(
      pairs.length,
      (indices) =>
        indices.reduce((sum, i) => sum + Number(pairs[i]![0] === pairs[i]![1]), 0) / indices.length,
      resampling,
    )!,
    confusion,
    predictions: pairs.map(([, predicted]) => predicted),
    warnings:
      left === 0
        ? []
        : [
            {
              code: 'examples-too-long',
              message: `${left} of ${examples.length} examples do not fit the context of ${model.info.contextLength} tokens and are left out.`,
              data: { examples: left },
            },
          ],
  };
}
