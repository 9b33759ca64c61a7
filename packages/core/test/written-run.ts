import { appendBatch, createRun, factsHash, lockRun } from '@alphaedit/artifacts/node';
import { openCheckpoint } from '@alphaedit/model/node';
import type { EditableParameter, Fact, WeightDelta } from '@alphaedit/spec';
import { randomNumbers } from '@alphaedit/testing';

/** The weight that the changes below are of, in the tiny model. */
export const PARAMETER = 'transformer.h.0.mlp.c_proj.weight';
const TINY = { name: PARAMETER, block: 0, orientation: 'in-out', dIn: 64, dOut: 16 } as const;

function delta(
  { name, orientation, dIn, dOut, block }: EditableParameter,
  count: number,
  size: number,
): WeightDelta {
  const part = (rows: number, seed: number) => ({
    rows,
    cols: count,
    data: Float64Array.from(randomNumbers(rows * count, seed)).map((value) => value * size),
  });
  return {
    kind: 'low-rank',
    parameter: name,
    orientation,
    left: part(dOut, 1 + 2 * block),
    right: part(dIn, 2 + 2 * block),
    byFact: true,
  };
}

/** Content hash of a checkpoint. */
export async function hashOf(model: string): Promise<string> {
  const checkpoint = await openCheckpoint(model);
  try {
    return await checkpoint.tensors.digest();
  } finally {
    await checkpoint.close();
  }
}

/** What a run made up of arbitrary changes is made of. */
export interface WrittenRun {
  /** A tiny model's folder. */
  readonly model: string;
  readonly facts: readonly Fact[];
  /** Facts of each batch. */
  readonly batches: readonly number[];
  /** How large the factors of the changes are. */
  readonly size?: number;
  /** The weights that are changed; one of the tiny model's unless given. */
  readonly parameters?: readonly EditableParameter[];
}

/** Writes a run folder without an engine: its changes are arbitrary. */
export async function writeRun(
  folder: string,
  { model, facts, batches, size = 1, parameters = [TINY] }: WrittenRun,
): Promise<void> {
  const lock = await lockRun(folder, { purpose: 'test' });
  const manifest = {
    packageVersion: '0.0.0',
    editor: 'alphaedit',
    settings: { layers: parameters.map(({ block }) => block) },
    model: { name: 'model', hash: await hashOf(model) },
    statistics: null,
    facts: { count: facts.length, hash: factsHash(facts) },
    batchSize: 2,
    templates: ['{}'],
    seed: 0,
    engine: 'test',
    linalg: 'test',
  };
  let open = await createRun(folder, manifest, facts, lock);
  let from = 0;
  for (const count of batches) {
    const record = {
      from,
      to: from + count,
      seconds: 0,
      residual: 0,
      deltaNorm: {},
      values: [],
      warnings: [],
    };
    open = await appendBatch(open, {
      record,
      deltas: parameters.map((parameter) => delta(parameter, count, size)),
    });
    from += count;
  }
  await lock.release();
}
