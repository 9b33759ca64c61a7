import { EngineError } from '@alphaedit/spec';
import { formatBytes } from '../format-bytes.js';
import type { WasmBackend } from './wasm-backend.js';

/** Emscripten's largest heap. What the program itself and the allocator need of it is found at run time. */
export const WASM_HEAP_BYTES = 4_294_901_760;

/** Keeps count of a wasm heap. */
export interface HeapGuard {
  /** Bytes held by tensors and by the packed weights kernels keep for them. */
  readonly heldBytes: number;
  limitBytes: number;
  /** Makes sure that `bytes` can be had at once by C++ code. @throws {EngineError} `out-of-memory` */
  ensureFree(bytes: number): void;
  /** As `ensureFree`, for a packed copy that lives as long as tensor `id`. Repeated calls count once. */
  holdPacked(id: number, bytes: number): void;
}

const guards = new WeakMap<WasmBackend, HeapGuard>();

/**
 * Makes the wasm backend refuse what does not fit: without this an allocation past the heap's end yields
 * address 0 and the tensor written there destroys others, silently.
 *
 * Every allocation for a tensor passes `_malloc` of the Emscripten module; it is replaced by one that counts
 * and throws {@link EngineError} `out-of-memory` before anything is written.
 */
export function guardHeap(backend: WasmBackend, limitBytes = WASM_HEAP_BYTES): HeapGuard {
  const existing = guards.get(backend);
  if (existing !== undefined) {
    existing.limitBytes = limitBytes;
    return existing;
  }
  const { wasm } = backend;
  // The module's own wrapper replaces itself when first called: let it, before ours goes in its place.
  wasm._free(wasm._malloc(1));
  const malloc = wasm._malloc;
  const free = wasm._free;
  const disposeData = wasm.tfjs.disposeData;

  const blocks = new Map<number, number>();
  const packed = new Map<number, number>();
  let heldBytes = 0;

  const allocate = (bytes: number): number => {
    const fits = heldBytes + bytes <= guard.limitBytes;
    const pointer = fits ? malloc(bytes) >>> 0 : 0;
    if (pointer === 0) throw outOfMemory(bytes, heldBytes, guard.limitBytes);
    return pointer;
  };
  const guard: HeapGuard = {
    get heldBytes() {
      return heldBytes;
    },
    limitBytes,
    ensureFree: (bytes) => free(allocate(bytes)),
    holdPacked: (id, bytes) => {
      if (packed.has(id)) return;
      free(allocate(bytes));
      packed.set(id, bytes);
      heldBytes += bytes;
    },
  };
  wasm._malloc = (bytes) => {
    const pointer = allocate(bytes);
    blocks.set(pointer, bytes);
    heldBytes += bytes;
    return pointer;
  };
  wasm._free = (pointer) => {
    const address = pointer >>> 0;
    heldBytes -= blocks.get(address) ?? 0;
    blocks.delete(address);
    free(pointer);
  };
  wasm.tfjs.disposeData = (id) => {
    heldBytes -= packed.get(id) ?? 0;
    packed.delete(id);
    disposeData(id);
  };
  guards.set(backend, guard);
  return guard;
}

function outOfMemory(askedBytes: number, heldBytes: number, limitBytes: number): EngineError {
  return new EngineError({
    code: 'out-of-memory',
    kind: 'work',
    message:
      `Out of tensor memory: ${formatBytes(askedBytes)} asked for, ${formatBytes(heldBytes)} held, ` +
      `the limit is ${formatBytes(limitBytes)}.`,
    hint: 'Use smaller batches, or the TensorFlow engine, which has no such limit: `installNativeEngine()`.',
    data: { askedBytes, heldBytes, limitBytes },
  });
}
