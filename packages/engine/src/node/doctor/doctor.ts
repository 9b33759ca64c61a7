import { availableParallelism, freemem } from 'node:os';
import { estimateWorkspace } from '@alphaedit/linalg';
import { createLinearAlgebra, loadBlas } from '@alphaedit/linalg/node';
import type { LinearAlgebra, Warning } from '@alphaedit/spec';
import { backend } from '@tensorflow/tfjs-core';
import type { Engine } from '../../engine.js';
import { hasBlasWheel } from '../install/install-blas.js';
import { type EngineStatus, listEngines } from '../list-engines.js';
import { type StartEngineOptions, startEngine } from '../start-engine.js';
import { findGpu, type Gpu } from './find-gpu.js';
import { matmulRate, matmulRate64 } from './matmul-rate.js';
import { memoryBytes } from './memory-bytes.js';
import { type Hint, speedHints } from './speed-hints.js';

/** d of the largest keys in published settings: the down-projection of Llama-3-8B. */
const LARGEST_KEYS = 14_336;

/** Everything `doctor` finds out about a machine, as plain data. */
export interface Diagnosis {
  /** The engine that was chosen and started. */
  readonly engine: Pick<Engine, 'id' | 'description' | 'reason'>;
  /** All engines, best first. */
  readonly engines: readonly EngineStatus[];
  readonly node: string;
  /** Operating system and processor, e.g. `linux-x64`. */
  readonly platform: string;
  /** Processors this process may use. */
  readonly cores: number;
  /** Memory this process may use. */
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  readonly gpu?: Gpu;
  readonly blas?: { readonly path: string; readonly description: string; readonly hasLapack: boolean };
  /** Rate of the engine's float32 matrix product, 10⁹ operations a second. */
  readonly matmulGflops: number;
  readonly linalg: {
    readonly provider: LinearAlgebra['provider'];
    /** Rate of its float64 matrix product. */
    readonly matmulGflops: number;
    /** What the eigen-decomposition of the largest published second moment, 14336 × 14336, would take. */
    readonly eigh14336: { readonly bytes: number; readonly seconds: number; readonly fits: boolean };
  };
  /** What would make it faster, the most effective first. */
  readonly hints: readonly Hint[];
  readonly warnings: readonly Warning[];
}

/**
 * Finds out what this machine offers and how fast it is: starts the engine, tries the others, multiplies
 * matrices for about half a second.
 *
 * @throws {EngineError} as `startEngine`, when `engine` forces one
 */
export async function doctor(
  options: Pick<StartEngineOptions, 'engine'> & { readonly signal?: AbortSignal } = {},
): Promise<Diagnosis> {
  const { id, description, reason, warnings } = await startEngine(options);
  const [engines, gpu] = await Promise.all([listEngines(options), findGpu(options)]);
  const blas = loadBlas();
  const linalg = createLinearAlgebra({ backend: backend() });
  const linalgGflops = await matmulRate64(linalg);
  const { bytes, seconds } = estimateWorkspace(LARGEST_KEYS, 'eigh', {
    provider: linalg.provider,
    flopsPerSecond: linalgGflops * 1e9,
  });
  const total = memoryBytes();
  return {
    engine: { id, description, reason },
    engines,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    memoryBytes: total,
    freeMemoryBytes: Math.min(freemem(), total),
    ...(gpu && { gpu }),
    ...(blas && { blas: { path: blas.path, description: blas.description, hasLapack: blas.hasLapack } }),
    matmulGflops: matmulRate(),
    linalg: {
      provider: linalg.provider,
      matmulGflops: linalgGflops,
      // The matrix itself is needed besides what the decomposition takes.
      eigh14336: { bytes, seconds: seconds!, fits: bytes + 8 * LARGEST_KEYS ** 2 <= total },
    },
    hints: speedHints({ engines, gpu, hasLapack: blas?.hasLapack ?? false, blasWheel: hasBlasWheel() }),
    warnings,
  };
}
