import type { EditSettings, Fact, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { optimiseValues, type ValueNorm } from '../src/index.js';
import { type Dense, outer, plus, rowsOf, scaled, singular, times, transposed } from './dense.js';

/** What the formula of an editor is given at a layer. Everything is dense, columns are facts. */
interface LayerInput {
  /** ½ plain + ½ mean of the other templates. */
  readonly K: Dense;
  readonly plain: Dense;
  /** Mean over all templates. */
  readonly mean: Dense;
  /** K of all batches before, on the model as they left it. */
  readonly before: Dense;
  readonly C: Dense;
  readonly P: Dense;
}

/** An editor as its paper states it: A with Δ = R·Aᵀ, and what is done to every Δ once all layers are solved. */
export interface DenseEditor {
  a(input: LayerInput, settings: EditSettings): Dense;
  readonly post?: (delta: Dense, W: Dense, P: Dense) => Dense;
  readonly stages?: (layers: readonly number[]) => readonly (readonly number[])[];
  readonly oneByOne?: boolean;
  readonly valueNorm?: ValueNorm;
}

export interface DenseRun {
  /** Written to: the weights are changed for good. */
  readonly model: ModelPort;
  readonly settings: EditSettings;
  readonly templates: readonly string[];
  readonly secondMoment: (layer: number) => Dense;
  readonly projector: (layer: number) => Dense;
}

/** Edits batch by batch with whole matrices and whole forward passes; gives W by layer after each batch. */
export async function denseEdits(
  editor: DenseEditor,
  run: DenseRun,
  batches: readonly (readonly Fact[])[],
): Promise<Map<number, Dense>[]> {
  const { model, settings, templates } = run;
  const history = new Map<number, Dense>();
  const after: Map<number, Dense>[] = [];
  for (const batch of batches) {
    const groups = editor.oneByOne ? batch.map((fact) => [fact]) : [batch];
    for (const facts of groups) {
      const solved: { name: string; W: Dense; delta: Dense; P: Dense }[] = [];
      const stages = editor.stages?.(settings.layers) ?? [settings.layers];
      for (const layers of stages) {
        const { z } = await optimiseValues({
          model,
          facts,
          settings: { ...settings, layers },
          templates,
          valueNorm: editor.valueNorm,
        });
        const Z = transposed(rowsOf(z));
        for (const [i, layer] of layers.entries()) {
          const keys = await keysAt(run, facts, layer);
          const H = await outputsAt(run, facts, layers.at(-1)!);
          const C = run.secondMoment(layer);
          const P = run.projector(layer);
          const before = history.get(layer) ?? C.map(() => []);
          const A = editor.a({ ...keys, before, C, P }, settings);
          const R = scaled(plus(Z, scaled(H, -1)), 1 / (layers.length - i));
          const { name } = model.info.editable[layer]!;
          const W = rowsOf(await model.readWeight(name));
          const delta = times(R, transposed(A));
          solved.push({ name, W, delta, P });
          await write(model, name, plus(W, delta));
        }
      }
      for (const layer of settings.layers) {
        const { K } = await keysAt(run, facts, layer);
        history.set(
          layer,
          K.map((row, i) => [...(history.get(layer)?.[i] ?? []), ...row]),
        );
      }
      for (const { name, W, delta, P } of editor.post ? solved : []) {
        await write(model, name, plus(W, editor.post!(delta, W, P)));
      }
    }
    const weights = new Map<number, Dense>();
    for (const layer of settings.layers) {
      weights.set(layer, rowsOf(await model.readWeight(model.info.editable[layer]!.name)));
    }
    after.push(weights);
  }
  return after;
}

async function write(model: ModelPort, name: string, W: Dense): Promise<void> {
  const data = Float32Array.from(W.flat());
  await model.writeWeight(name, { rows: W.length, cols: W[0]!.length, data });
}

/** P on all but the fewest leading eigenvectors that hold `share` of the trace. */
export function projector(C: Dense, share: number): Dense {
  const parts = singular(C);
  const trace = parts.reduce((sum, { s }) => sum + s, 0);
  let held = 0;
  const free = parts.filter(({ s }) => {
    const preserved = held < share * trace;
    held += s;
    return !preserved;
  });
  return outer(transposed(free.map(({ v }) => v)));
}

/** Value of a site at the subject's last token, [templates][facts][width]. */
async function atSubjects(
  { model, templates }: DenseRun,
  facts: readonly Fact[],
  block: number,
  site: 'mlpKey' | 'block',
): Promise<number[][][]> {
  const all: number[][][] = [];
  for (const template of templates) {
    const row: number[][] = [];
    for (const { prompt, subject } of facts) {
      const whole = template.replace('{}', prompt);
      const ids = model.tokenizer.encode(whole.replace('{}', subject));
      const lookup = model.tokenizer.encode(whole.slice(0, whole.indexOf('{}')) + subject).length - 1;
      const layout = model.layout([ids.length]);
      let seen: number[] = [];
      tf.tidy(() => {
        model.forward(model.embed([ids], layout), {
          layout,
          taps: [
            {
              site,
              block,
              tap: (value) => {
                seen = Array.from(tf.slice(value, [0, lookup, 0], [1, 1, -1]).dataSync());
              },
            },
          ],
        });
      });
      layout.dispose();
      row.push(seen);
    }
    all.push(row);
  }
  return all;
}

async function keysAt(run: DenseRun, facts: readonly Fact[], layer: number) {
  const [plain, ...others] = (await atSubjects(run, facts, layer, 'mlpKey')) as [number[][], ...number[][][]];
  const contexts = scaled(plus(...others), 1 / others.length);
  return {
    K: transposed(scaled(plus(plain, contexts), 0.5)),
    plain: transposed(plain),
    mean: transposed(scaled(plus(plain, ...others), 1 / run.templates.length)),
  };
}

async function outputsAt(run: DenseRun, facts: readonly Fact[], layer: number): Promise<Dense> {
  const plain = { ...run, templates: run.templates.slice(0, 1) };
  return transposed((await atSubjects(plain, facts, layer, 'block'))[0]!);
}
