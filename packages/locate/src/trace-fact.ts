import type { ModelPort, Work } from '@alphaedit/spec';
import { eventLoopTurn, SettingsError, throwIfAborted } from '@alphaedit/spec';
import { runBaseline } from './baseline-run.js';
import { chunkRestorations } from './chunk-restorations.js';
import type { Corruption } from './corruption.js';
import { embeddingDeviation } from './embedding-deviation.js';
import { type EffectKind, PLAIN_KINDS, restorationsOf } from './restoration.js';
import { defaultWindow } from './restoration-window.js';
import { type RestoredSpan, restoredProbabilities } from './restored-probabilities.js';
import { tokeniseQuestion } from './tokenised-question.js';
import type { TraceQuestion } from './trace-question.js';

/** ν: the published noise is N(0, (3σ)²). */
export const DEFAULT_NOISE = 3;
/** Corrupted runs per fact, as published. */
export const DEFAULT_SAMPLES = 10;
const DEFAULT_MEMORY = 512 * 2 ** 20;

/** What a trace corrupts and restores, and how often. */
export interface TraceOptions extends Work {
  /** Gaussian noise of 3σ by default, σ measured over the vocabulary: see `embeddingDeviation`. */
  readonly corruption?: Corruption;
  /** Corrupted runs per fact, 10 by default. */
  readonly samples?: number;
  /** Seed of the noise, 0 by default. The same for every fact, so that a fact's trace depends on itself only. */
  readonly seed?: number;
  /** Blocks whose MLP or attention outputs are restored together; `defaultWindow` by default. */
  readonly window?: number;
  /** What to restore; `hidden`, `mlp` and `attention` by default. */
  readonly kinds?: readonly EffectKind[];
  /** Bytes the activations of the restored runs may take at a time, 512 MiB by default; never changes the result. */
  readonly memoryLimitBytes?: number;
}

/** Effects by kind, block and token: `effects.mlp[block][token]`. */
export type Effects = Readonly<Partial<Record<EffectKind, readonly (readonly number[])[]>>>;

/** The causal trace of one fact. Plain data. */
export interface FactTrace {
  readonly question: TraceQuestion;
  /** The prompt's tokens as text. */
  readonly tokens: readonly string[];
  /** Tokens [first, end) are the subject. */
  readonly subject: { readonly first: number; readonly end: number };
  /** What the model answers, whose probability is traced: its first token. */
  readonly answer: { readonly id: number; readonly token: string };
  /** p(answer), clean. */
  readonly high: number;
  /** p(answer) with the subject corrupted, mean over the samples. */
  readonly low: number;
  /** Standard error of `low` over the samples. */
  readonly lowError: number;
  /** Total effect: high − low. */
  readonly totalEffect: number;
  /** Indirect effects: p(answer) with a state restored, mean over the samples, minus `low`. */
  readonly effects: Effects;
  /** Indirect effects with the states of all tokens of the subject restored at once, by kind and block. */
  readonly subjectEffects: Readonly<Partial<Record<EffectKind, readonly number[]>>>;
  readonly window: number;
}

/**
 * Causal tracing of one fact: with the subject's embeddings corrupted the answer is lost; how much of its
 * probability comes back when one state is restored, at every token and block, says where the model keeps
 * and reads the fact.
 *
 * Every token before the subject is the same in all runs, so its effects are exactly 0 and cost nothing.
 *
 * @example const trace = await traceFact(model, { prompt: '{} is in the city of', subject: 'The Louvre' });
 * @returns plain data; no tensor is left behind
 * @throws {FactError} `subject-not-found`, `subject-ambiguous`, `empty-subject`, `prompt-too-long`
 * @throws {SettingsError} `trace-options`, `no-other-subjects`
 * @throws {AbortedError}
 * @see Meng et al. 2022, "Locating and Editing Factual Associations in GPT", §2
 */
export async function traceFact(
  model: ModelPort,
  question: TraceQuestion,
  options: TraceOptions = {},
): Promise<FactTrace> {
  const { blocks } = model.info;
  const {
    samples = DEFAULT_SAMPLES,
    seed = 0,
    window = defaultWindow(blocks),
    kinds = PLAIN_KINDS,
  } = options;
  const { memoryLimitBytes = DEFAULT_MEMORY, signal, onProgress } = options;
  checkOptions({ samples, window, kinds });
  const tokenised = tokeniseQuestion(model, question);
  const { ids, first, end } = tokenised;
  const corruption = options.corruption ?? {
    kind: 'gaussian',
    spread: DEFAULT_NOISE * (await embeddingDeviation(model)).value,
  };
  throwIfAborted(signal, 'tracing');
  const baseline = await runBaseline(model, tokenised, { corruption, samples, seed });
  try {
    const low = mean(baseline.corrupted);
    const effects: Partial<Record<EffectKind, number[][]>> = {};
    const subjectEffects: Partial<Record<EffectKind, number[]>> = {};
    for (const kind of kinds) {
      effects[kind] = Array.from({ length: blocks }, () => Array<number>(ids.length).fill(0));
      subjectEffects[kind] = Array<number>(blocks).fill(0);
    }
    const restorations = restorationsOf(kinds, blocks, window);
    const restore = async (
      span: RestoredSpan,
      keep: (kind: EffectKind, block: number, effect: number) => void,
    ) => {
      const size = { samples, length: ids.length - span.first, past: span.first };
      for (const chunk of chunkRestorations(restorations, model.info, size, memoryLimitBytes)) {
        await eventLoopTurn();
        throwIfAborted(signal, 'tracing');
        const restored = await restoredProbabilities(model, baseline, span, chunk);
        for (const [r, { kind, block }] of chunk.entries()) keep(kind, block, restored[r]! - low);
      }
    };
    for (let token = first; token < ids.length; token++) {
      await restore({ first: token, end: token + 1 }, (kind, block, effect) => {
        effects[kind]![block]![token] = effect;
      });
      onProgress?.({ stage: 'trace', done: token - first + 1, total: ids.length - first, unit: 'tokens' });
    }
    if (end - first > 1) {
      await restore({ first, end }, (kind, block, effect) => {
        subjectEffects[kind]![block] = effect;
      });
    } else {
      for (const kind of kinds) subjectEffects[kind] = effects[kind]!.map((row) => row[first]!);
    }
    const { answer, high, corrupted } = baseline;
    return {
      question,
      tokens: ids.map((id) => model.tokenizer.decode([id])),
      subject: { first, end },
      answer: { id: answer, token: model.tokenizer.decode([answer]) },
      high,
      low,
      lowError: deviation(corrupted, low) / Math.sqrt(samples),
      totalEffect: high - low,
      effects,
      subjectEffects,
      window,
    };
  } finally {
    baseline.dispose();
  }
}

function checkOptions(options: { samples: number; window: number; kinds: readonly EffectKind[] }): void {
  const { samples, window, kinds } = options;
  const wrong =
    !Number.isInteger(samples) || samples < 1
      ? `samples is ${samples}`
      : !Number.isInteger(window) || window < 1
        ? `window is ${window}`
        : kinds.length === 0
          ? 'kinds is empty'
          : undefined;
  if (wrong === undefined) return;
  throw new SettingsError({
    code: 'trace-options',
    message: `Tracing: ${wrong}.`,
    hint: 'Give whole numbers of at least 1 for samples and window, and at least one kind of effect.',
    data: { samples, window, kinds },
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[], average: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1));
}
