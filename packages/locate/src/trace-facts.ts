import type { ModelPort, Warning } from '@alphaedit/spec';
import { FactError, plural } from '@alphaedit/spec';
import { type AverageTrace, averageTraces } from './average-traces.js';
import type { Corruption } from './corruption.js';
import { embeddingDeviation } from './embedding-deviation.js';
import { knownQuestions } from './known-questions.js';
import { DEFAULT_NOISE, type FactTrace, type TraceOptions, traceFact } from './trace-fact.js';
import type { TraceQuestion } from './trace-question.js';

/** Which facts to trace, and how. */
export interface TraceFactsOptions extends Omit<TraceOptions, 'corruption'> {
  /**
   * A corruption, or a multiple of σ with the shape of its noise; Gaussian noise of 3σ by default. σ is
   * measured over the subjects of all questions given, known or not.
   */
  readonly corruption?: Corruption | { readonly kind: 'gaussian' | 't' | 'uniform'; readonly noise: number };
  /** Facts to trace at most, the first ones that are known; all by default. */
  readonly limit?: number;
  /** Trace what the model answers even where it is not what is expected; false by default. */
  readonly unknownToo?: boolean;
}

/** The average trace of many facts. */
export interface FactsTrace {
  readonly traces: readonly FactTrace[];
  readonly average: AverageTrace;
  /** The corruption used, its spread worked out. */
  readonly corruption: Corruption;
  /** Questions asked until there were enough, and those of them the model answers as expected: the traced. */
  readonly asked: number;
  readonly known: number;
  readonly warnings: readonly Warning[];
}

/** Questions asked at a time. */
const PORTION = 64;
/** Under this many facts an average says little. */
const FEW_FACTS = 20;

/**
 * Traces the facts a model knows and averages them by token role.
 *
 * @throws {FactError} `no-known-facts`, and those of `traceFact`
 * @throws {AbortedError}
 */
export async function traceFacts(
  model: ModelPort,
  questions: readonly TraceQuestion[],
  options: TraceFactsOptions = {},
): Promise<FactsTrace> {
  const { corruption, limit: _, unknownToo: __, signal, onProgress, ...rest } = options;
  const { asked, known: chosen } = await firstKnown(model, questions, options);
  if (chosen.length === 0) {
    throw new FactError({
      code: 'no-known-facts',
      message: `The model answers none of ${plural(questions.length, 'fact')} as expected.`,
      hint: 'Trace facts that the model knows: an answer it does not give cannot be located.',
      data: { facts: questions.length },
    });
  }
  const used =
    corruption && !('noise' in corruption)
      ? corruption
      : {
          kind: corruption?.kind ?? ('gaussian' as const),
          spread: (corruption?.noise ?? DEFAULT_NOISE) * (await deviationOf(model, questions)),
        };
  const traces: FactTrace[] = [];
  for (const question of chosen) {
    const own = withoutSubject(used, question.subject);
    traces.push(await traceFact(model, question, { ...rest, signal, corruption: own }));
    const detail = question.subject;
    onProgress?.({ stage: 'trace', done: traces.length, total: chosen.length, unit: 'facts', detail });
  }
  const average = averageTraces(traces);
  const warnings = [...fewFacts(traces.length), ...weakCorruption(average)];
  return { traces, average, corruption: used, asked, known: chosen.length, warnings };
}

/** The first questions the model knows, `limit` at most; questions behind them are not asked. */
async function firstKnown(
  model: ModelPort,
  questions: readonly TraceQuestion[],
  { limit = questions.length, unknownToo = false, signal, onProgress }: TraceFactsOptions,
): Promise<{ readonly asked: number; readonly known: readonly TraceQuestion[] }> {
  if (unknownToo) return { asked: Math.min(limit, questions.length), known: questions.slice(0, limit) };
  const known: TraceQuestion[] = [];
  let asked = 0;
  while (asked < questions.length && known.length < limit) {
    const part = questions.slice(asked, asked + Math.max(PORTION, limit));
    const right = await knownQuestions(model, part, { signal });
    const missing = limit - known.length;
    const places = [...right.keys()].filter((q) => right[q]).slice(0, missing);
    known.push(...places.map((q) => part[q]!));
    asked += places.length === missing ? places.at(-1)! + 1 : part.length;
    onProgress?.({ stage: 'ask', done: known.length, total: limit, unit: 'known facts' });
  }
  return { asked, known };
}

async function deviationOf(model: ModelPort, questions: readonly TraceQuestion[]): Promise<number> {
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  return (await embeddingDeviation(model, subjects)).value;
}

function withoutSubject(corruption: Corruption, subject: string): Corruption {
  if (corruption.kind !== 'subjects') return corruption;
  return { kind: 'subjects', others: corruption.others.filter((other) => other !== subject) };
}

function fewFacts(count: number): Warning[] {
  if (count >= FEW_FACTS) return [];
  const message = `Only ${count} ${count === 1 ? 'fact was' : 'facts were'} traced: an average over fewer than ${FEW_FACTS} says little about other facts.`;
  return [{ code: 'few-facts', message, data: { facts: count } }];
}

/** Corruption that leaves the answer in place has nothing to bring back. */
function weakCorruption({ totalEffect, high }: AverageTrace): Warning[] {
  if (totalEffect.mean >= 0.1 * high.mean) return [];
  return [
    {
      code: 'weak-corruption',
      message: `Corrupting the subject lowers the answer's probability only from ${high.mean.toFixed(3)} by ${totalEffect.mean.toFixed(3)}: there is little to bring back.`,
      data: { high: high.mean, totalEffect: totalEffect.mean },
    },
  ];
}
