import type { Multiply } from './multiply.js';
import type { TensorInfo, WasmBackend } from './wasm-backend.js';

/**
 * Terms of a sum that are added one by one. Rounding grows with their square root: for 4096 terms of one sign it is
 * √4096 · 2⁻²⁴ / 3 = 1.3e-6 of the sum, for blocks of 256 added afterwards a tenth of it. BLAS libraries
 * cut at about this length too.
 */
const BLOCK = 256;
const BYTES = 4;

/**
 * AᵀB with the rows of A [k, m] and B [k, n] taken a block at a time, for a `multiply` that adds up all k terms
 * of an entry one by one. Rows are samples here (a Gram matrix, the gradient of a weight), so k may be
 * thousands. Other products, whose k is a width of the model, are handed on as they are.
 */
export function multiplyInBlocks(multiply: Multiply): Multiply {
  return (backend, plan, a, b, out) => {
    const { m, n, k, transposeA, transposeB } = plan;
    if (!transposeA || transposeB || k <= BLOCK) {
      multiply(backend, plan, a, b, out);
      return;
    }
    const block = backend.makeOutput([m, n], 'float32');
    try {
      for (let i = 0; i < plan.a.length; i++) {
        for (let row = 0; row < k; row += BLOCK) {
          const rows = Math.min(BLOCK, k - row);
          const part = { ...plan, k: rows, a: [0], b: [0], shape: [m, n] };
          withRows(backend, a, (plan.a[i]! * k + row) * m, [rows, m], (left) =>
            withRows(backend, b, (plan.b[i]! * k + row) * n, [rows, n], (right) =>
              multiply(backend, part, left, right, block),
            ),
          );
          // Views are taken afresh: a product may grow the heap, which detaches them.
          const term = backend.typedArrayFromHeap(block) as Float32Array;
          const sum = (backend.typedArrayFromHeap(out) as Float32Array).subarray(i * m * n, (i + 1) * m * n);
          if (row === 0) sum.set(term);
          else for (let j = 0; j < sum.length; j++) sum[j]! += term[j]!;
        }
      }
    } finally {
      backend.disposeData(block.dataId);
    }
  };
}

/** Runs `use` with elements of a tensor, from `start` on, as a matrix of its own that shares their memory. */
function withRows(
  backend: WasmBackend,
  tensor: TensorInfo,
  start: number,
  shape: [number, number],
  use: (rows: TensorInfo) => void,
): void {
  const rows = backend.makeOutput(shape, 'float32', backend.getMemoryOffset(tensor.dataId) + start * BYTES);
  try {
    use(rows);
  } finally {
    // Not `disposeData` of the backend, which would free the memory.
    backend.wasm.tfjs.disposeData(backend.dataIdMap.get(rows.dataId).id);
    backend.dataIdMap.delete(rows.dataId);
  }
}
