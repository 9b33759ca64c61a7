import { findBackendFactory, memory, setBackend } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine.js';
import { startWasm } from '../wasm/start-wasm.js';

/** Which engine to start in a browser, and where its files are. */
export interface BrowserEngineOptions {
  /**
   * Loads the WebGPU backend, which is not a dependency of this package:
   * `() => import('@tensorflow/tfjs-backend-webgpu')`.
   */
  readonly webgpu?: () => Promise<unknown>;
  /** Where the `.wasm` files of `@tensorflow/tfjs-backend-wasm` are served from, with the final slash. */
  readonly wasmPath?: string;
  readonly memoryLimitBytes?: number;
}

/** Starts WebGPU where it was passed in and this browser has it, WebAssembly otherwise. */
export async function startBrowserEngine(options: BrowserEngineOptions = {}): Promise<Engine> {
  // tfjs-core leaves this to the application. Node cannot load the file, bundlers and browsers can.
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  if (options.webgpu === undefined) {
    return { ...(await startWasm(wasm(options))), reason: 'No WebGPU backend was passed in.' };
  }
  // Asked before the backend is loaded: it is large, and complains on the console where it finds no adapter.
  const absence = await webgpuAbsence();
  if (absence !== undefined) return { ...(await startWasm(wasm(options))), reason: absence };
  await options.webgpu();
  if (findBackendFactory('webgpu') === null) {
    return { ...(await startWasm(wasm(options))), reason: 'This browser has no WebGPU.' };
  }
  if (!(await setBackend('webgpu'))) {
    return { ...(await startWasm(wasm(options))), reason: 'WebGPU found no adapter.' };
  }
  return {
    id: 'webgpu',
    description: 'WebGPU',
    reason: 'This browser has WebGPU.',
    warnings: [],
    memory: () => ({ bytes: memory().numBytes, tensors: memory().numTensors }),
  };
}

function wasm({ wasmPath, memoryLimitBytes }: BrowserEngineOptions) {
  return { path: wasmPath, memoryLimitBytes };
}

/** The part of a browser's `navigator.gpu` used here. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

/** Why WebGPU cannot be used here, or nothing. */
async function webgpuAbsence(): Promise<string | undefined> {
  const { navigator } = globalThis as unknown as { readonly navigator?: { readonly gpu?: Gpu } };
  const gpu = navigator?.gpu;
  if (gpu === undefined) return 'This browser has no WebGPU.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (adapter === null) return 'WebGPU found no adapter.';
  // A graphics card emulated by the processor is slower than WebAssembly on it.
  return adapter.info?.isFallbackAdapter ? 'WebGPU has no graphics card here.' : undefined;
}
