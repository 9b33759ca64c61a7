import type { EngineId } from '../engine.js';
import { ENGINE_CANDIDATES } from './engine-candidates.js';
import { probeTensorflow } from './probe-tensorflow.js';
import { tensorflowPackageDir } from './tensorflow-package-dir.js';

/** Whether one engine is on this machine, why not, and how to get it. */
export interface EngineStatus {
  readonly id: EngineId;
  readonly available: boolean;
  /** Why it is not available. */
  readonly why?: string;
  /** What to do to get it: an exact command where there is one. */
  readonly howToGet?: string;
}

/**
 * Which engines this machine has, best first. Starts none in this process; a TensorFlow that is there is tried
 * in a process of its own, which takes a second or two.
 */
export async function listEngines(
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly EngineStatus[]> {
  return Promise.all(
    ENGINE_CANDIDATES.map(async ({ id, absence, howToGet }): Promise<EngineStatus> => {
      const why = absence() ?? (await failure(id, options.signal));
      return why === undefined ? { id, available: true } : { id, available: false, why, howToGet };
    }),
  );
}

async function failure(id: EngineId, signal: AbortSignal | undefined): Promise<string | undefined> {
  if (id === 'wasm' || id === 'wasm-blas') return undefined;
  const gpu = id === 'tensorflow-gpu';
  const dir = tensorflowPackageDir(gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node');
  const probe = await probeTensorflow(dir!, { gpu, signal });
  if (!probe.works) return `it fails to load: ${probe.why}`;
  return gpu && !probe.gpu ? 'TensorFlow finds no GPU it can use' : undefined;
}
