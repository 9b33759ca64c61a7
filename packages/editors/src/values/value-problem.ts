import type { Compat, Fact, KeyValueCache, Layout, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { gatherCells } from '../subjects/gather-cells.js';
import { essenceRow, type SubjectRow, type TargetRow, targetRows } from '../subjects/subject-rows.js';

/** What the loss of a group of facts depends on, with everything that delta cannot change already computed. */
export interface ValueProblem {
  readonly facts: readonly FactRows[];
  /** Rows per fact: one per template and the essence row. */
  readonly rowsPerFact: number;
  /** Output of the edit layer from each row's lookup index on, [rows, suffix, hiddenSize]. */
  readonly suffix: tf.Tensor3D;
  readonly layout: Layout;
  /** Attention state of the cells before each row's lookup index, in the blocks above the edit layer. */
  readonly past: KeyValueCache | undefined;
  dispose(): void;
}

export interface FactRows {
  readonly rows: readonly TargetRow[];
  readonly essence: SubjectRow;
}

export function factRows(
  model: ModelPort,
  fact: Fact,
  templates: readonly string[],
  compat?: Compat,
): FactRows {
  return { rows: targetRows(model, fact, templates, compat), essence: essenceRow(model, fact) };
}

const allRows = (facts: readonly FactRows[]) => facts.flatMap(({ rows, essence }) => [...rows, essence]);

/**
 * Runs the blocks up to the edit layer once, and the cells before each lookup index through the blocks above
 * it, keeping their attention state. What is left to step is the suffix of each row in the upper blocks.
 *
 * @returns the problem and h₀ [facts, hiddenSize], the edit layer's output at the lookup index of each plain
 * prompt, with `mlp` [facts, hiddenSize] what the layer's MLP adds to it; the caller disposes of all three
 */
export function prepareValues(
  model: ModelPort,
  facts: readonly FactRows[],
  layer: number,
): { problem: ValueProblem; h0: tf.Tensor2D; mlp: tf.Tensor2D } {
  const rows = allRows(facts);
  const lengths = rows.map((row) => row.ids.length);
  const lookups = rows.map((row) => row.lookup);
  const rowsPerFact = rows.length / facts.length;
  const layout = model.layout(lengths);
  const cell = (row: number, position: number) => row * layout.length + position;
  const plainCells = facts.map((_, f) => cell(f * rowsPerFact, lookups[f * rowsPerFact]!));
  let mlp: tf.Tensor2D | undefined;
  const whole = tf.tidy(() =>
    model.forward(
      model.embed(
        rows.map((row) => row.ids),
        layout,
      ),
      {
        to: layer + 1,
        layout,
        taps: [
          {
            site: 'mlp',
            block: layer,
            tap: (value) => {
              mlp = tf.keep(tf.tidy(() => gatherCells(value, plainCells)));
            },
          },
        ],
      },
    ),
  );
  const suffixLengths = rows.map((row) => row.ids.length - row.lookup);
  const suffixLength = Math.max(...suffixLengths);
  const suffix = tf.tidy((): tf.Tensor3D => {
    const cells = rows.flatMap((row, r) =>
      Array.from({ length: suffixLength }, (_, s) => cell(r, Math.min(row.lookup + s, row.ids.length - 1))),
    );
    return tf.reshape(gatherCells(whole, cells), [rows.length, suffixLength, model.info.hiddenSize]);
  });
  const h0 = tf.tidy(() => gatherCells(whole, plainCells));
  const past = prefixState(model, whole, lookups, layer);
  whole.dispose();
  layout.dispose();
  return { problem: assemble(model, facts, rowsPerFact, suffix, past), h0, mlp: mlp! };
}

/** Attention state of the cells before each lookup index in the blocks above `layer`. */
function prefixState(
  model: ModelPort,
  whole: tf.Tensor3D,
  lookups: readonly number[],
  layer: number,
): KeyValueCache | undefined {
  const length = Math.max(...lookups);
  if (length === 0 || layer + 1 >= model.info.blocks) return undefined;
  const layout = model.layout(lookups.map(() => length));
  const prefix = tf.tidy(() => tf.slice(whole, [0, 0, 0], [-1, length, -1]));
  const { hidden, cache } = model.forwardWithCache(prefix, { from: layer + 1, layout, lengths: lookups });
  tf.dispose([prefix, hidden]);
  layout.dispose();
  return cache;
}

function assemble(
  model: ModelPort,
  facts: readonly FactRows[],
  rowsPerFact: number,
  suffix: tf.Tensor3D,
  past: KeyValueCache | undefined,
): ValueProblem {
  const rows = allRows(facts);
  const lengths = rows.map((row) => row.ids.length - row.lookup);
  const starts = rows.map((row) => row.lookup);
  const layout = model.layout(lengths, { past, starts });
  return {
    facts,
    rowsPerFact,
    suffix,
    layout,
    past,
    dispose() {
      suffix.dispose();
      layout.dispose();
      past?.dispose();
    },
  };
}

/** The same problem for some of its facts, so that those that have converged cost nothing. */
export function selectFacts(
  model: ModelPort,
  problem: ValueProblem,
  chosen: readonly number[],
): ValueProblem {
  const { rowsPerFact, past } = problem;
  const rows = chosen.flatMap((f) => Array.from({ length: rowsPerFact }, (_, r) => f * rowsPerFact + r));
  const facts = chosen.map((f) => problem.facts[f]!);
  const taken = tf.tidy(() => {
    const index = tf.tensor1d(Int32Array.from(rows), 'int32');
    const take = <T extends tf.Tensor>(tensor: T): T => tf.keep(tf.gather(tensor, index) as T);
    // The longest rows may be among those that left.
    const longest = Math.max(...allRows(facts).map((row) => row.ids.length - row.lookup));
    return {
      suffix: take(tf.slice(problem.suffix, [0, 0, 0], [-1, longest, -1])),
      keys: past?.keys.map(take),
      values: past?.values.map(take),
    };
  });
  const kept: KeyValueCache | undefined = past && {
    from: past.from,
    keys: taken.keys!,
    values: taken.values!,
    length: past.length,
    positions: Int32Array.from(
      rows.flatMap((row) => [...past.positions.subarray(row * past.length, (row + 1) * past.length)]),
    ),
    dispose: () => tf.dispose([...taken.keys!, ...taken.values!]),
  };
  return assemble(model, facts, rowsPerFact, taken.suffix, kept);
}
