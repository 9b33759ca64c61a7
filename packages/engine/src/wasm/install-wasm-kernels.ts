import { EngineError } from '@alphaedit/spec';
import {
  _FusedMatMul,
  BatchMatMul,
  getKernel,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  UnsortedSegmentSum,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-mat-mul.js';
import { type FusedMatMulAttributes, type FusedMatMulInputs, fusedMatMul } from './fused-mat-mul.js';
import type { Gemm } from './gemm.js';
import { guardHeap, type HeapGuard, WASM_HEAP_BYTES } from './guard-heap.js';
import { multiplyInBlocks } from './multiply-in-blocks.js';
import { multiplyWithGemm } from './multiply-with-gemm.js';
import { multiplyWithXnnpack } from './multiply-with-xnnpack.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';
import { wasmBackend } from './wasm-backend.js';

/** What the replaced WebAssembly kernels use. */
export interface WasmKernelOptions {
  /** Matrix product of the host, e.g. `cblas_sgemm`; the wasm code's own where left out. */
  readonly gemm?: Gemm;
  /** Bytes tensors may hold, at most the 4 GiB of a wasm heap. */
  readonly memoryLimitBytes?: number;
}

/**
 * Replaces the kernels of the started wasm backend that are slow (matrix products with transposed operands
 * or batches: all of a backward pass) or missing (`UnsortedSegmentSum`, the gradient of `gather`), and guards
 * its heap. May be called again with other options.
 *
 * @returns the count of the heap
 * @throws {EngineError} `engine-not-started` before `await tf.setBackend('wasm')`
 */
export function installWasmKernels(
  options: WasmKernelOptions = {},
): Pick<HeapGuard, 'heldBytes' | 'limitBytes'> {
  const backend = wasmBackend();
  if (backend === undefined) {
    throw new EngineError({
      code: 'engine-not-started',
      message: 'The wasm backend has not been started.',
      hint: "Run `await tf.setBackend('wasm')` first.",
    });
  }
  const guard = guardHeap(backend, Math.min(options.memoryLimitBytes ?? WASM_HEAP_BYTES, WASM_HEAP_BYTES));
  const multiply = options.gemm
    ? multiplyWithGemm(options.gemm)
    : multiplyInBlocks(multiplyWithXnnpack(backend, guard));

  replaceKernel<{ a: TensorInfo; b: TensorInfo }, { transposeA: boolean; transposeB: boolean }>(
    BatchMatMul,
    ({ a, b }, { transposeA, transposeB }) => batchMatMul(backend, multiply, a, b, transposeA, transposeB),
  );
  replaceKernel<FusedMatMulInputs, FusedMatMulAttributes>(_FusedMatMul, (inputs, attributes) =>
    fusedMatMul(backend, multiply, inputs, attributes),
  );
  replaceKernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
    UnsortedSegmentSum,
    ({ x, segmentIds }, { numSegments }) => unsortedSegmentSum(backend, x, segmentIds, numSegments),
  );
  return guard;
}

function replaceKernel<Inputs, Attributes>(
  kernelName: string,
  kernel: (inputs: Inputs, attributes: Attributes) => TensorInfo,
): void {
  if (getKernel(kernelName, 'wasm') != null) unregisterKernel(kernelName, 'wasm');
  const kernelFunc = (({ inputs, attrs }) => kernel(inputs as Inputs, attrs as Attributes)) as KernelFunc;
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
