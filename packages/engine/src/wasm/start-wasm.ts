import { EngineError, type Warning } from '@alphaedit/spec';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, memory, setBackend } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine.js';
import type { Gemm } from './gemm.js';
import { installWasmKernels } from './install-wasm-kernels.js';
import { wasmBackend } from './wasm-backend.js';

export interface WasmOptions {
  /** Folder of the `.wasm` files, with its final slash: a URL in a browser, a path in Node. */
  readonly path?: string;
  readonly gemm?: Gemm;
  /** For people: what `gemm` is. */
  readonly gemmDescription?: string;
  readonly memoryLimitBytes?: number;
}

/** Pages of 64 KiB that the wasm backend may grow to. */
const MOST_PAGES = 32_768;

/** What of it is used here: the language's own types leave it to those of a browser. */
interface WithWebAssembly {
  readonly WebAssembly: {
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object;
  };
}

/** Whether the system lets WebAssembly reserve the address space that its memory may grow into. */
function canReserveMemory(): boolean {
  const { Memory } = (globalThis as unknown as WithWebAssembly).WebAssembly;
  try {
    return new Memory({ initial: 1, maximum: MOST_PAGES }) !== undefined;
  } catch {
    return false;
  }
}

const addressSpaceLimited = () =>
  new EngineError({
    code: 'address-space-limited',
    kind: 'work',
    message: 'The system gives this process too little address space for WebAssembly.',
    hint: 'Take the limit away (`ulimit -v unlimited`): some 10 GiB are reserved, though never used. A limit of memory itself does no harm.',
  });

/** Starts the wasm backend with this package's kernels. @throws {EngineError} `engine-start-failed`, `address-space-limited` */
export async function startWasm(options: WasmOptions): Promise<Omit<Engine, 'reason'>> {
  // Paths may be set only before the one time the module is loaded.
  if (options.path !== undefined && wasmBackend() === undefined) setWasmPaths(options.path);
  if (!(await setBackend('wasm'))) {
    if (!canReserveMemory()) throw addressSpaceLimited();
    throw new EngineError({
      code: 'engine-start-failed',
      kind: 'work',
      message: 'The wasm engine could not be started: its .wasm file did not load.',
      hint: `Check that the .wasm files of @tensorflow/tfjs-backend-wasm are at ${options.path ?? 'its dist folder'}.`,
      data: { path: options.path },
    });
  }
  const guard = installWasmKernels(options);
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const warnings: Warning[] = simd
    ? []
    : [
        {
          code: 'no-simd',
          message: 'This JavaScript engine has no WebAssembly SIMD: expect a third of the speed.',
        },
      ];
  return {
    id: options.gemm ? 'wasm-blas' : 'wasm',
    description: `WebAssembly${simd ? ' with SIMD' : ''}, matrix products by ${options.gemmDescription ?? (options.gemm ? 'the host' : 'XNNPACK, 1 thread')}`,
    warnings,
    memory: () => ({
      bytes: guard.heldBytes,
      tensors: memory().numTensors,
      limitBytes: guard.limitBytes,
    }),
  };
}
