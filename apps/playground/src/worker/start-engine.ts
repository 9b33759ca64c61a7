import { type Engine, startBrowserEngine } from '@alphaedit/engine';
import { env } from '@tensorflow/tfjs-core';

/** WebGPU unless it is declined or absent, WebAssembly then; its files come from `wasmUrl`. */
export async function startEngine(wanted: 'auto' | 'wasm', wasmUrl: string): Promise<Engine> {
  // Threads need headers few hosts send, and the package's own kernels use one.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return startBrowserEngine({
    webgpu: wanted === 'auto' ? () => import('@tensorflow/tfjs-backend-webgpu') : undefined,
    wasmPath: wasmUrl,
  });
}
