import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { findBackend, type TensorInfo } from '@tensorflow/tfjs-core';

/** The Emscripten module behind the backend, as far as our kernels use it. */
interface WasmModule {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  cwrap(name: string, returns: null, types: readonly string[]): (...values: unknown[]) => void;
  readonly tfjs: {
    /** Makes `size` elements at `offset` known to the C++ kernels as tensor `id`. */
    registerTensor(id: number, size: number, offset: number): void;
    /** Forgets tensor `id` and what kernels keep for it; the memory stays. */
    disposeData(id: number): void;
  };
}

/** The backend with the members its type declarations keep private or loose. */
export type WasmBackend = Omit<BackendWasm, 'wasm' | 'dataIdNextNumber'> & {
  readonly wasm: WasmModule;
  dataIdNextNumber: number;
};

/** A tensor a kernel works on: a `Tensor` is one, and so is `{ ...tensor, shape }` with another shape. */
export type { TensorInfo };

/** The started wasm backend, or nothing. */
export function wasmBackend(): WasmBackend | undefined {
  return (findBackend('wasm') as unknown as WasmBackend | null) ?? undefined;
}
