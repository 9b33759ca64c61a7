import type { ModelPort, TapAt } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { noiseSource } from '../src/noise-source.js';
import type { EffectKind } from '../src/restoration.js';

export interface ReferenceOptions {
  readonly ids: readonly number[];
  readonly first: number;
  readonly end: number;
  readonly noise: 'gaussian' | 't' | 'uniform';
  readonly spread: number;
  readonly samples: number;
  readonly seed: number;
  readonly window: number;
  readonly kinds: readonly EffectKind[];
}

export interface ReferenceTrace {
  readonly high: number;
  readonly low: number;
  readonly effects: Readonly<Partial<Record<EffectKind, readonly (readonly number[])[]>>>;
  readonly subjectEffects: Readonly<Partial<Record<EffectKind, readonly number[]>>>;
}

type TracedSite = 'block' | 'mlp' | 'attention';
/** What a run produced: site → block → token → vector. */
type States = Readonly<Record<TracedSite, number[][][]>>;

interface Replacement {
  readonly site: TracedSite;
  readonly block: number;
  readonly token: number;
  readonly value: readonly number[];
}

/**
 * Causal tracing as it is told: for each sample, kind, token and block one run of one row through the whole
 * model, with the replaced vectors set one by one. Nothing is cached and nothing is batched.
 */
export function referenceTrace(model: ModelPort, options: ReferenceOptions): ReferenceTrace {
  const { ids, first, end, samples, seed, window, kinds } = options;
  const { blocks, hiddenSize } = model.info;
  const clean = run(model, embedding(model, ids), []);
  const answer = clean.probabilities.indexOf(Math.max(...clean.probabilities));
  const random = noiseSource(seed);
  const inputs = Array.from({ length: samples }, () =>
    embedding(model, ids).map((vector, token) => {
      if (token < first || token >= end) return vector;
      const noise = random.vector(options.noise, hiddenSize, options.spread);
      return vector.map((x, i) => x + noise[i]!);
    }),
  );
  const corrupted = inputs.map((input) => run(model, input, []));
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / samples;
  const low = mean(corrupted.map(({ probabilities }) => probabilities[answer]!));
  const effect = (kind: EffectKind, block: number, tokens: readonly number[]) => {
    const restored = inputs.map((input, s) => {
      const from = { clean: clean.states, corrupted: corrupted[s]!.states };
      const replaced = tokens.flatMap((token) => replacements(kind, block, token, from, { blocks, window }));
      return run(model, input, replaced).probabilities[answer]!;
    });
    return mean(restored) - low;
  };
  const effects: Partial<Record<EffectKind, number[][]>> = {};
  const subjectEffects: Partial<Record<EffectKind, number[]>> = {};
  const subject = [...ids.keys()].slice(first, end);
  const every = Array.from({ length: blocks }, (_, block) => block);
  for (const kind of kinds) {
    effects[kind] = every.map((block) => ids.map((_, token) => effect(kind, block, [token])));
    subjectEffects[kind] = every.map((block) => effect(kind, block, subject));
  }
  return { high: clean.probabilities[answer]!, low, effects, subjectEffects };
}

function replacements(
  kind: EffectKind,
  block: number,
  token: number,
  { clean, corrupted }: { readonly clean: States; readonly corrupted: States },
  { blocks, window }: { readonly blocks: number; readonly window: number },
): Replacement[] {
  const put = (site: TracedSite, at: number, from: States): Replacement => ({
    site,
    block: at,
    token,
    value: from[site][at]![token]!,
  });
  const every = Array.from({ length: blocks }, (_, b) => b);
  if (kind === 'mlp' || kind === 'attention') {
    const [low, high] = [block - Math.floor(window / 2), block + Math.ceil(window / 2)];
    return every.filter((b) => b >= low && b < high).map((b) => put(kind, b, clean));
  }
  const state = put('block', block, clean);
  if (kind === 'hidden') return [state];
  const severed = kind === 'severedMlp' ? 'mlp' : 'attention';
  return [state, ...every.filter((b) => b > block).map((b) => put(severed, b, corrupted))];
}

function embedding(model: ModelPort, ids: readonly number[]): number[][] {
  const layout = model.layout([ids.length]);
  const [rows] = tf.tidy(() => model.embed([ids], layout).arraySync());
  layout.dispose();
  return rows!;
}

function run(
  model: ModelPort,
  input: readonly (readonly number[])[],
  replaced: readonly Replacement[],
): { probabilities: number[]; states: States } {
  const layout = model.layout([input.length]);
  const states: States = { block: [], mlp: [], attention: [] };
  const taps = Array.from({ length: model.info.blocks }, (_, block) =>
    (['block', 'mlp', 'attention'] as const).map((site): TapAt => {
      const here = replaced.filter((one) => one.site === site && one.block === block);
      const tap = (value: tf.Tensor3D) => {
        const [rows] = value.arraySync();
        for (const { token, value: vector } of here) rows![token] = [...vector];
        states[site][block] = rows!;
        if (here.length > 0) return tf.tensor3d([rows!]);
      };
      return { site, block, tap };
    }),
  ).flat();
  const probabilities = tf.tidy(() => {
    const hidden = model.forward(tf.tensor3d([input as number[][]]), { layout, taps });
    const last = tf.slice(hidden, [0, input.length - 1, 0], [1, 1, -1]);
    return [...tf.softmax(model.logits(tf.reshape(last, [1, -1]) as tf.Tensor2D)).dataSync()];
  });
  layout.dispose();
  return { probabilities, states };
}
