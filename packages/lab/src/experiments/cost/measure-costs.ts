import os from 'node:os';
import { createProjector } from '@alphaedit/covariance';
import { type LayerProblem, type LayerSolver, nullSpaceSolver, ridgeSolver } from '@alphaedit/editors';
import { estimateWorkspace, scale } from '@alphaedit/linalg';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { EditSettings, Eigh, LinearAlgebra, Matrix, Statistics } from '@alphaedit/spec';
import { seededRandom, throwIfAborted } from '@alphaedit/spec';
import type { ExperimentContext, ExperimentOutcome } from '../experiment.js';
import { type CostData, type CostRow, OPERATIONS, type Operation } from './cost-data.js';
import { costReport } from './cost-report.js';
import type { CostOptions } from './options.js';

/**
 * By which power of d an operation grows: the decomposition, the factor and the published solve (a dense
 * d × d system per batch and layer) by the third; the solves in the dual by at most the second (products of
 * d × d₁ with d × n), as long as there are fewer facts than directions.
 */
const POWER: Readonly<Record<Operation, number>> = {
  eigh: 3,
  cholesky: 3,
  alphaedit: 2,
  memit: 2,
  published: 3,
};

/** Share of the directions that the projector preserves in the matrices made up here. */
const PRESERVED = 0.25;

/** Times the real solvers on made-up second moments, width by width, as far as budget and memory go. */
export async function measureCosts({
  options,
  work,
}: ExperimentContext<CostOptions>): Promise<ExperimentOutcome> {
  const linalg = createLinearAlgebra();
  const begin = os.loadavg()[0]!;
  const rows: CostRow[] = [];
  const widths = [...options.widths].sort((a, b) => a - b);
  const last = new Map<Operation, CostRow>();
  for (const [w, width] of widths.entries()) {
    throwIfAborted(work.signal, 'measuring costs');
    const allowed = (operation: Operation) =>
      bytesOf(operation, width) <= options.memory * 2 ** 30 &&
      extrapolated(operation, width, last.get(operation)).cpuSeconds <= options.budget;
    // The solves need the decomposition (or factor) of their own width.
    const wanted = OPERATIONS.filter(allowed);
    const measured = await measureWidth(linalg, width, new Set(wanted), options);
    for (const operation of OPERATIONS) {
      const found = measured.get(operation);
      const row = found ?? extrapolated(operation, width, last.get(operation));
      if (found) last.set(operation, found);
      rows.push(row);
    }
    const detail = `d = ${width}`;
    work.onProgress?.({ stage: 'widths', done: w + 1, total: widths.length, unit: 'widths', detail });
  }
  const data: CostData = {
    facts: options.facts,
    history: options.history,
    provider: linalg.provider,
    cores: os.cpus().length,
    load: [begin, os.loadavg()[0]!],
    rows,
  };
  return { ...(await costReport(data)), data, linalg: linalg.provider, seeds: { matrices: 1 } };
}

function extrapolated(operation: Operation, width: number, last: CostRow | undefined): CostRow {
  const bytes = bytesOf(operation, width);
  if (!last) return { width, operation, cpuSeconds: 0, bytes };
  const power = POWER[operation];
  return {
    width,
    operation,
    cpuSeconds: last.cpuSeconds * (width / last.width) ** power,
    bytes,
    from: { width: last.width, cpuSeconds: last.cpuSeconds, power },
  };
}

/** Input and workspace, in bytes. */
function bytesOf(operation: Operation, width: number): number {
  const square = 8 * width ** 2;
  if (operation === 'eigh') return square + estimateWorkspace(width, 'eigh').bytes;
  if (operation === 'cholesky' || operation === 'memit') {
    return square + estimateWorkspace(width, 'cholesky').bytes;
  }
  return operation === 'published' ? 3 * square : 2 * square;
}

async function measureWidth(
  linalg: LinearAlgebra,
  width: number,
  wanted: ReadonlySet<Operation>,
  { facts, history }: CostOptions,
): Promise<Map<Operation, CostRow>> {
  const rows = new Map<Operation, CostRow>();
  if (wanted.size === 0) return rows;
  const random = seededRandom(width);
  const c0 = await madeUpMoment(linalg, width, random);
  const keys = randomMatrix(width, facts, random);
  const earlier = randomMatrix(width, history, random);
  const timed = async <T>(operation: Operation, run: () => Promise<T>): Promise<T> => {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const result = await run();
    const { user, system } = process.cpuUsage(cpu);
    rows.set(operation, {
      width,
      operation,
      cpuSeconds: (user + system) / 1e6,
      wallSeconds: (performance.now() - wall) / 1000,
      bytes: bytesOf(operation, width),
    });
    return result;
  };
  if (wanted.has('eigh')) {
    const eigen = await timed('eigh', () => linalg.eigh(c0));
    if (wanted.has('alphaedit')) await solveWith(nullSpaceSolver({ sequential: true }), 'alphaedit', eigen);
  }
  if (wanted.has('cholesky')) {
    await timed('cholesky', () => linalg.cholesky(c0));
    if (wanted.has('memit')) await solveWith(ridgeSolver({ sequential: true }), 'memit', undefined);
  }
  if (wanted.has('published')) {
    // (P(KKᵀ + K_pK_pᵀ) + βI) X = PK, dense and unsymmetric, as the published code solves it.
    const gram = scale(await linalg.matmul(keys, keys, { transposeB: true }), 1);
    for (let i = 0; i < width; i++) gram.data[i * width + i]! += 10;
    await timed('published', () => linalg.solve(gram, keys));
  }
  return rows;

  async function solveWith(
    solver: LayerSolver,
    operation: 'alphaedit' | 'memit',
    eigen: Eigh | undefined,
  ): Promise<void> {
    const statistics = statisticsOf(linalg, c0, eigen);
    const problem = (K: Matrix<Float64Array>, known: Readonly<Record<string, Matrix>>): LayerProblem => ({
      linalg,
      layer: 0,
      settings: SETTINGS,
      editorSettings: {},
      statistics,
      keys: K,
      plainKeys: K,
      meanKeys: K,
      history: known,
    });
    // The history, and with it the factor of C₀ that all batches share, is there before the clock starts.
    const before = await solver.solve(problem(earlier, {}));
    await timed(operation, () => solver.solve(problem(keys, before.history)));
  }
}

const SETTINGS: EditSettings = {
  layers: [0],
  zSteps: 1,
  zLearningRate: 1,
  zLossLayer: 0,
  zWeightDecay: 0,
  clampNormFactor: 1,
  klFactor: 0,
  mom2UpdateWeight: 15_000,
  nullSpaceThreshold: 0.02,
  L2: 10,
};

function statisticsOf(linalg: LinearAlgebra, c0: Matrix<Float64Array>, eigen: Eigh | undefined): Statistics {
  const threshold = eigen?.values[Math.floor((1 - PRESERVED) * c0.rows)] ?? 1;
  const projector = eigen && createProjector(eigen, { kind: 'absolute', value: threshold }, { linalg });
  return {
    modelHash: 'made up',
    layers: [0],
    secondMoment: async () => c0,
    projector: async () => projector!,
  };
}

/** A second moment with a falling spectrum: AAᵀ / d + small diagonal, A [d, d/4]. */
async function madeUpMoment(
  linalg: LinearAlgebra,
  width: number,
  random: () => number,
): Promise<Matrix<Float64Array>> {
  const a = randomMatrix(width, Math.ceil(PRESERVED * width), random);
  const c0 = scale(await linalg.matmul(a, a, { transposeB: true }), 1 / width);
  for (let i = 0; i < width; i++) c0.data[i * width + i]! += 1e-3 * (1 + random());
  return c0;
}

function randomMatrix(rows: number, cols: number, random: () => number): Matrix<Float64Array> {
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, () => 2 * random() - 1) };
}
