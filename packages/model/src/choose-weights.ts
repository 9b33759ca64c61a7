import { totalmem } from 'node:os';
import type { CheckpointSummary } from './inspect-checkpoint.js';
import type { WeightResidency } from './weights/place-weight.js';

/** The heap of WebAssembly ends here, whatever the machine has. */
const WASM_HEAP = 4 * 2 ** 30;
/** Share of the memory that weights may take: the rest is for activations and statistics. */
const SHARE = 0.75;

/** How weights are kept, and why. */
export interface ChosenWeights {
  readonly weights: WeightResidency;
  /** What each kind would take, and what there is, in bytes. */
  readonly bytes: { readonly float32: number; readonly stored: number; readonly available: number };
}

/**
 * Where a model's weights should be kept: in float32 if that leaves a quarter of the memory free, else as they
 * are stored, else on disk.
 *
 * @param engine id of the running engine; on a GPU, whose memory is not known here, it is always float32
 * @param available bytes of memory that may be used; what the system says is free unless given
 */
export function chooseWeights(
  summary: Pick<CheckpointSummary, 'parameters' | 'bytes'>,
  options: { readonly engine: string; readonly available?: number },
): ChosenWeights {
  const available = options.available ?? availableMemory();
  const bytes = { float32: 4 * summary.parameters, stored: summary.bytes, available };
  const device = options.engine.startsWith('wasm') ? Math.min(available, WASM_HEAP) : available;
  if (options.engine === 'tensorflow-gpu' || bytes.float32 <= SHARE * device)
    return { weights: 'float32', bytes };
  return { weights: bytes.stored <= SHARE * available ? 'stored' : 'disk', bytes };
}

/** What the system could give without swapping. Systems that count caches as used get half of the total. */
function availableMemory(): number {
  const { availableMemory: system } = process as { availableMemory?: () => number };
  return process.platform === 'linux' && system ? system() : totalmem() / 2;
}
