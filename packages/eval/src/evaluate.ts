import type { Fact, ModelPort, Warning } from '@alphaedit/spec';
import { askedFact, checkedFact, DatasetError, plural, SettingsError } from '@alphaedit/spec';
import type { Contest } from './metrics/contest.js';
import type { ContestResult } from './metrics/contest-result.js';
import { contestsOf, TASKS, type Task } from './metrics/tasks.js';
import type { RecordResult, Report } from './report.js';
import { sayings, type WriteGreedily } from './said/sayings.js';
import type { Question } from './scoring/answer-row.js';
import { type AnswerScore, type ScoreAnswersOptions, scoreAnswers } from './scoring/score-answers.js';
import { summarize, taskResult } from './summarize.js';

/** What to measure, and how. */
export interface EvaluateOptions extends ScoreAnswersOptions {
  /** What to measure; all that the facts have prompts for by default. */
  readonly tasks?: readonly Task[];
  /** Lets the model write, for the forms `said` and `saidExactly`; without it they are not measured. */
  readonly said?: SaidOptions;
}

/** How a model is let write, and after the prompts of which tasks. */
export interface SaidOptions {
  readonly write: WriteGreedily;
  /** All that are measured by default. */
  readonly tasks?: readonly Task[];
}

/**
 * Efficacy, generalization, specificity and portability of a model on facts, in preference form, as exact match, as
 * token accuracy and, where the model is let write, as what it says: the mean over each record's prompts, then over the records, with 95 % intervals.
 *
 * Measures the model as it stands: call it before an edit and after, or inside `model.withDelta`, and set the
 * reports side by side with `compareReports`. All prompts and answers of all facts are run together; no
 * tensor is left behind.
 *
 * @throws {DatasetError} `no-facts`, `prompt-too-long`
 * @throws {FactError} those of `checkedFact`
 * @throws {SettingsError} `unknown-task`
 * @throws {AbortedError}
 * @see Meng et al. 2022, "Mass-Editing Memory in a Transformer"; Fang et al. 2025, "AlphaEdit"
 */
export async function evaluate(
  model: ModelPort,
  given: readonly Fact[],
  options: EvaluateOptions = {},
): Promise<Report> {
  const { tasks = TASKS, said, ...scoring } = options;
  checkInput(given, tasks);
  const facts = given.map((fact) => checkedFact(askedFact(model.tokenizer, fact)));
  const asked = facts.flatMap((fact) =>
    tasks.flatMap((task) => contestsOf[task](fact).map((contest) => ({ task, contest }))),
  );
  const contests = asked.map(({ contest }) => contest);
  const scored = await scoreContests(model, contests, scoring);
  const written = asked.map(({ task }) => said !== undefined && (said.tasks ?? tasks).includes(task));
  const toSay = contests.filter((_, i) => written[i]);
  const texts = (said ? await sayings(model, toSay, said.write, scoring) : []).values();
  const results = scored
    .map((result, i) => (written[i] ? { ...result, said: texts.next().value! } : result))
    .values();
  const records = facts.map((fact): RecordResult => {
    const measured = tasks.flatMap((task) => {
      const prompts = contestsOf[task](fact).map((): ContestResult => results.next().value!);
      return prompts.length === 0 ? [] : [[task, taskResult(prompts)]];
    });
    const { id, subject, target } = fact;
    return { ...(id !== undefined && { id }), subject, target, ...Object.fromEntries(measured) };
  });
  return {
    facts: facts.length,
    ...summarize(records),
    records,
    warnings: missing(facts, options.tasks, records),
  };
}

/** How likely the model finds the answers of each contest, every answer under its likeliest name. */
async function scoreContests(
  model: ModelPort,
  contests: readonly Contest[],
  scoring: ScoreAnswersOptions,
): Promise<ContestResult[]> {
  const scores = (await scoreAnswers(model, contests.flatMap(questionsOf), scoring)).values();
  const nextScore = () => scores.next().value!;
  return contests.map((contest) => {
    const [wanted, other] = namesOf(contest).map((names) => likeliest(names.map(nextScore)));
    return { ...contest, wantedScore: wanted!, ...(other && { otherScore: other }) };
  });
}

/** The names of the wanted answer, and those of the other one. */
function namesOf({ wanted, aliases = [], other, otherAliases = [] }: Contest): string[][] {
  return [[wanted, ...aliases], other === undefined ? [] : [other, ...otherAliases]];
}

function questionsOf(contest: Contest): Question[] {
  return namesOf(contest)
    .flat()
    .map((answer) => ({ prompt: contest.prompt, answer }));
}

/** The name under which an answer is likeliest, if it has any. */
function likeliest(names: readonly AnswerScore[]): AnswerScore | undefined {
  return names.length === 0 ? undefined : names.reduce((best, name) => (name.nll < best.nll ? name : best));
}

function checkInput(facts: readonly Fact[], tasks: readonly Task[]): void {
  const unknown = tasks.find((task) => !TASKS.includes(task));
  if (unknown !== undefined || tasks.length === 0) {
    throw new SettingsError({
      code: 'unknown-task',
      message: unknown === undefined ? 'No task to measure.' : `There is no task "${unknown}".`,
      hint: `Tasks are ${TASKS.join(', ')}.`,
      data: { tasks },
    });
  }
  if (facts.length === 0) {
    throw new DatasetError({ code: 'no-facts', message: 'No facts to measure.', hint: 'Give at least one.' });
  }
}

/** Figures that rest on fewer records than there are facts. */
function missing(
  facts: readonly Fact[],
  asked: readonly Task[] | undefined,
  records: readonly RecordResult[],
): Warning[] {
  // Few data sets have portability questions: that there are none is reported only to those who asked for it.
  const tasks =
    asked ?? TASKS.filter((task) => task !== 'portability' || records.some((record) => record[task]));
  const warnings: Warning[] = [];
  const withoutTruth = facts.filter(({ truth }) => truth === undefined).length;
  const told = tasks.some((task) => task === 'efficacy' || task === 'generalization') && withoutTruth > 0;
  if (told) {
    warnings.push({
      code: 'no-truth',
      message: `Without an old answer: ${withoutTruth} of ${plural(facts.length, 'fact')}. Preference leaves them out.`,
      data: { facts: withoutTruth },
    });
  }
  for (const task of tasks) {
    const count = records.filter((record) => record[task] === undefined).length;
    if (count === 0) continue;
    warnings.push({
      code: 'no-prompts',
      message: `Without prompts for ${task}: ${count} of ${plural(facts.length, 'fact')}. It leaves them out.`,
      data: { task, facts: count },
    });
  }
  return warnings;
}
