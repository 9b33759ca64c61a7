import type { Compat, ModelPort } from '@alphaedit/spec';
import { answerRow, type Question } from './answer-row.js';
import { retokenisedRows } from './retokenised-rows.js';
import { type ScoreOptions, scoreRows } from './score-rows.js';

export interface ScoreAnswersOptions extends ScoreOptions {
  /** `official`: with the quirks `targets-alone` and, of token accuracy, `retokenised-targets`. */
  readonly compat?: Compat;
}

/** What a model makes of one answer to one prompt. */
export interface AnswerScore {
  /** NLL(t | p) = mean over the tokens of t of −log p(token | p and the tokens of t before it), in nats. */
  readonly nll: number;
  /** Every token of the answer is the most likely one, given the prompt and the answer's tokens before it. */
  readonly exactMatch: boolean;
  /** Share of the answer's tokens that are the most likely one at their place. */
  readonly tokenAccuracy: number;
  /** Number of tokens of the answer. */
  readonly tokens: number;
  /** Place of the answer's first token among all tokens, 1 for the likeliest, where ranks are asked for. */
  readonly firstRank?: number;
}

/**
 * NLL, exact match and token accuracy of answers under teacher forcing, in the order of the questions.
 * The same question is run once.
 *
 * @throws {FactError} `empty-target`, `empty-prompt`
 * @throws {DatasetError} `prompt-too-long`
 * @see `answerRow` for how prompt and answer become tokens
 */
export async function scoreAnswers(
  model: ModelPort,
  questions: readonly Question[],
  options: ScoreAnswersOptions = {},
): Promise<AnswerScore[]> {
  const { compat = 'corrected', ...scoring } = options;
  const rows = questions.map((question) => answerRow(model.tokenizer, question, compat));
  const again =
    compat === 'official' ? questions.map((question) => retokenisedRows(model.tokenizer, question)) : [];
  const scores = await scoreRows(model, [...rows, ...again.flat()], scoring);
  const next = scores.slice(rows.length).values();
  return scores.slice(0, rows.length).map(({ nll, correct, rank }, q) => {
    const right = correct.filter(Boolean).length;
    const single = again[q]?.map(() => next.next().value!.correct[0]!);
    return {
      nll: nll.reduce((sum, loss) => sum + loss, 0) / nll.length,
      exactMatch: right === correct.length,
      tokenAccuracy: single ? single.filter(Boolean).length / single.length : right / correct.length,
      tokens: correct.length,
      ...(rank && { firstRank: rank[0]! }),
    };
  });
}
