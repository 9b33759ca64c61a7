import { applyDelta, planEdit, undoDelta } from '@alphaedit/editors';
import type {
  Editor,
  EditPlan,
  EditRequest,
  Fact,
  Matrix,
  ModelPort,
  Orientation,
  Progress,
} from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { sameBits } from '../same-bits.js';
import { teachable } from '../tiny/score-targets.js';
import { tinyModel } from '../tiny/tiny-model.js';
import { tinyRequest } from '../tiny/tiny-request.js';
import type { EditorConformanceOptions, MakeEditor } from './editor-conformance-options.js';
import { LATER_FACTS, SUITE_FACTS } from './suite-facts.js';
import { SUITE_SETTINGS } from './suite-settings.js';
import { watchedModel } from './watched-model.js';

/** `tiny`: keys four times as wide as the model; the others: square weights, stored in either orientation. */
export type Variant = 'tiny' | Orientation;

/** One call of `planEdit`, and what it left behind. */
export interface Observation {
  readonly plan?: EditPlan;
  readonly error?: unknown;
  readonly progress: readonly Progress[];
  /** Calls to the model. */
  readonly calls: number;
  /** Names of the weights whose bits changed. */
  readonly changed: readonly string[];
  /** Forbidden calls to the model. */
  readonly forbidden: readonly string[];
  /** Tensors alive after it that were not before. */
  readonly tensors: number;
}

export interface ObserveOptions {
  readonly editor?: Editor;
  readonly variant?: Variant;
  readonly changes?: Partial<EditRequest>;
  /** Abort at this progress report, 1 for the first; 0 to abort before the start. */
  readonly abortAt?: number;
  /** Throw `failure` from this call to the model, or from this progress report. */
  readonly failAtCall?: number;
  readonly failAtReport?: number;
  readonly failure?: Error;
}

/** What a suite shares between its checks: models, the facts with their answers, and the first plan. */
export class EditorBench {
  readonly #models = new Map<Variant, Promise<ModelPort>>();
  readonly #facts = new Map<Variant, Promise<readonly Fact[]>>();
  readonly #known = new Map<string, Promise<unknown>>();
  readonly #built: ModelPort[] = [];
  #engine: Promise<unknown> | undefined;

  constructor(
    readonly makeEditor: MakeEditor,
    readonly options: EditorConformanceOptions,
  ) {}

  /** The editor most checks share. */
  readonly editor = () => this.once('editor', async () => this.makeEditor());

  /** Computes something the first time it is asked for; the checks that need it share the result. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name) ?? make();
    this.#known.set(name, known);
    return known as Promise<T>;
  }

  async model(variant: Variant = 'tiny'): Promise<ModelPort> {
    this.#engine ??= this.options.startEngine?.() ?? Promise.resolve();
    await this.#engine;
    const model =
      this.#models.get(variant) ??
      tinyModel({
        blocks: 4,
        embedding: EMBEDDING,
        spacedLetters: true,
        ...(variant === 'tiny' ? {} : { keySize: 16, orientation: variant }),
      });
    this.#models.set(variant, model);
    this.#built.push(await model);
    return model;
  }

  /** The facts of the first batch and of the one after, with what the model says to them now. */
  async facts(variant: Variant = 'tiny'): Promise<{ first: readonly Fact[]; later: readonly Fact[] }> {
    const model = await this.model(variant);
    const facts = this.#facts.get(variant) ?? teachable(model, [...SUITE_FACTS, ...LATER_FACTS]);
    this.#facts.set(variant, facts);
    const all = await facts;
    return { first: all.slice(0, SUITE_FACTS.length), later: all.slice(SUITE_FACTS.length) };
  }

  async request(variant: Variant = 'tiny', changes: Partial<EditRequest> = {}): Promise<EditRequest> {
    const model = await this.model(variant);
    const request = await tinyRequest(model, {
      settings: { ...SUITE_SETTINGS, ...this.options.settings },
      editorSettings: this.options.editorSettings,
      facts: (await this.facts(variant)).first,
      ...changes,
    });
    return {
      ...request,
      facts: Object.freeze(request.facts),
      settings: Object.freeze({ ...request.settings }),
    };
  }

  /** Plans once and looks at everything around it; a weight that was written is put back. */
  async observe(options: ObserveOptions = {}): Promise<Observation> {
    const { variant = 'tiny', changes, abortAt, failAtCall, failAtReport, failure } = options;
    const editor = options.editor ?? (await this.editor());
    const model = await this.model(variant);
    const request = await this.request(variant, changes);
    const before = await readWeights(model);
    const watch = watchedModel(model, { failAt: failAtCall, failure });
    const controller = new AbortController();
    const progress: Progress[] = [];
    if (abortAt === 0) controller.abort();
    const tensors = tf.memory().numTensors;
    const outcome = await settle(
      planEdit(editor, {
        ...request,
        model: watch.model,
        signal: controller.signal,
        onProgress: (report) => {
          progress.push(report);
          if (progress.length === failAtReport) throw failure;
          if (progress.length === abortAt) controller.abort();
        },
      }),
    );
    const left = tf.memory().numTensors - tensors;
    const changed: string[] = [];
    for (const [name, weight] of before) {
      if (sameBits(await model.readWeight(name), weight)) continue;
      changed.push(name);
      await model.writeWeight(name, weight);
    }
    return { ...outcome, progress, calls: watch.calls, changed, forbidden: watch.forbidden, tensors: left };
  }

  /** The first plan on the tiny model, which most checks look at. */
  readonly first = () => this.once('first', () => this.observe());

  /** The first plan. @throws what planning it threw */
  async plan(): Promise<EditPlan> {
    return planOf(await this.first());
  }

  /** Runs `fn` with the plans applied one after the other, and undoes them. */
  async applied<T>(model: ModelPort, plans: readonly EditPlan[], fn: () => Promise<T>): Promise<T> {
    const done = [];
    try {
      for (const plan of plans) done.push(await applyDelta(model, plan.deltas));
      return await fn();
    } finally {
      for (const applied of done.reverse()) await undoDelta(model, applied);
    }
  }

  dispose(): void {
    for (const model of new Set(this.#built)) model.dispose();
    this.#models.clear();
    this.#facts.clear();
    this.#known.clear();
    this.#built.length = 0;
  }
}

/** Makes the tiny model sure enough of its answers for a value to be found. */
const EMBEDDING = 2;

/** The plan. @throws what planning it threw */
export function planOf({ plan, error }: Observation): EditPlan {
  if (plan) return plan;
  throw error;
}

/** Every editable weight by name. */
export async function readWeights(model: ModelPort): Promise<Map<string, Matrix<Float32Array>>> {
  const weights = new Map<string, Matrix<Float32Array>>();
  for (const { name } of model.info.editable) weights.set(name, await model.readWeight(name));
  return weights;
}

async function settle(plan: Promise<EditPlan>): Promise<{ plan?: EditPlan; error?: unknown }> {
  try {
    return { plan: await plan };
  } catch (error) {
    return { error };
  }
}
