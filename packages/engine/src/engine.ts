import type { Warning } from '@alphaedit/spec';

/** Engines in order of preference. */
export const ENGINE_IDS = ['tensorflow-gpu', 'tensorflow', 'wasm-blas', 'wasm'] as const;

/** Names of the engines, as `--engine` takes them. */
export type EngineId = (typeof ENGINE_IDS)[number];

/** What the engine holds at the moment. */
export interface EngineMemory {
  /** Bytes held by tensors. */
  readonly bytes: number;
  /** Tensors alive. */
  readonly tensors: number;
  /** Bytes the engine may hold before it throws `out-of-memory`; absent where the machine is the limit. */
  readonly limitBytes?: number;
}

/** A tensor engine that runs: the backend of `@tensorflow/tfjs-core` is set and ready. */
export interface Engine {
  readonly id: EngineId | 'webgpu';
  /** For people, e.g. `TensorFlow 2.21.0, CPU`. */
  readonly description: string;
  /** Why this one and none before it. */
  readonly reason: string;
  readonly warnings: readonly Warning[];
  memory(): EngineMemory;
}
