import { existsSync } from 'node:fs';
import { assertRunOf, type Run, readDeltas } from '@alphaedit/artifacts/node';
import { identityOf } from '@alphaedit/core/node';
import { applyDelta } from '@alphaedit/editors';
import { retention } from '@alphaedit/eval';
import { frobeniusNorm, subtract } from '@alphaedit/linalg';
import type { Matrix, ModelPort } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import { writeJson } from './bench-files.js';
import { measureModel, type Yardstick } from './measure-model.js';

/** Youngest, middle and oldest third of the edits. */
const AGES = 3;

/** After which batches a run of this many is measured: every k-th and the last. */
export function checkpointsOf(batches: number, every: number): number[] {
  return Array.from({ length: batches }, (_, i) => i + 1).filter(
    (batch) => batch % every === 0 || batch === batches,
  );
}

/**
 * Measures a run after some of its batches: its deltas are applied to an unedited model one after the other, and
 * each measurement is written as soon as it is made. Those that are there already are passed over.
 *
 * @param open gives an unedited model; called only if there is something to measure
 */
export async function measureRun(
  {
    run,
    wanted,
    file,
    open,
    yardstick,
    name,
  }: {
    readonly run: Run;
    readonly wanted: readonly number[];
    readonly file: (batches: number) => string;
    readonly open: () => Promise<ModelPort>;
    readonly yardstick: Yardstick;
    readonly name: string;
  },
  work: LabWork,
): Promise<void> {
  const missing = new Set(
    wanted.filter((batches) => batches <= run.batches.length && !existsSync(file(batches))),
  );
  if (missing.size === 0) return;
  const last = Math.max(...missing);
  const model = await open();
  try {
    assertRunOf(run, await identityOf(model));
    const layers = run.manifest.settings.layers as readonly number[];
    const before = await weights(model, layers);
    for await (const { record, deltas } of readDeltas(run)) {
      throwIfAborted(work.signal, 'measuring');
      await applyDelta(model, deltas);
      if (missing.has(record.batch)) {
        const measured = await measureModel(model, yardstick, record.to, work, `measure ${name}`);
        const sizes = run.batches.slice(0, record.batch).map(({ from, to }) => to - from);
        const { batchSize } = run.manifest;
        await writeJson(file(record.batch), {
          batches: record.batch,
          facts: record.to,
          ...measured,
          retention: retention(measured.report, {
            batches: measured.sample.map((index) => Math.floor(index / batchSize)),
            sizes,
            groups: AGES,
          }),
          weightChange: change(before, await weights(model, layers)),
        });
      }
      if (record.batch === last) break;
    }
  } finally {
    model.dispose();
  }
}

type Weights = ReadonlyMap<number, Matrix<Float32Array>>;

async function weights(model: ModelPort, layers: readonly number[]): Promise<Weights> {
  const found = new Map<number, Matrix<Float32Array>>();
  for (const layer of layers) found.set(layer, await model.readWeight(model.info.editable[layer]!.name));
  return found;
}

function change(before: Weights, after: Weights): Record<string, number> {
  return Object.fromEntries(
    [...before].map(([layer, weight]) => [
      layer,
      frobeniusNorm(subtract(after.get(layer)!, weight)) / frobeniusNorm(weight),
    ]),
  );
}
