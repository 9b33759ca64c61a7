import { closedFormMemory } from '@alphaedit/editors';
import type { WeightResidency } from '@alphaedit/model';
import type { CheckpointSummary } from '@alphaedit/model/node';
import type { Editor, MemoryRequest, MemoryUse } from '@alphaedit/spec';

/** What an edit would hold, in bytes. */
export interface MemoryEstimate extends MemoryUse {
  /** The model's weights, kept as `residency` says, edited ones in float32. */
  readonly weights: number;
  readonly residency: WeightResidency;
  /** Edited weights as they were, to compare with and to put back. */
  readonly original: number;
  readonly total: number;
}

/** Elements of a matrix that is not kept in float32 which are widened at a time, see `@alphaedit/model`. */
const WIDENED = 2 ** 26;

/** What the estimate depends on; nothing has been loaded. */
export interface MemoryQuestion extends MemoryRequest {
  readonly info: Pick<
    CheckpointSummary,
    'parameters' | 'bytes' | 'vocabularySize' | 'hiddenSize' | 'keySize'
  >;
  readonly residency: WeightResidency;
  readonly editor: Editor;
}

/** Bytes an edit holds at most, beside activations and the values being optimised (which are cut to fit). */
export function estimateMemory(question: MemoryQuestion): MemoryEstimate {
  const { editor, residency } = question;
  const { supports, requires } = editor;
  const use =
    editor.memory?.(question) ??
    closedFormMemory({ requires, sequential: supports.sequential, batch: supports.batch }, question);
  const weights = weightBytes(question);
  const original = editedBytes(question);
  const total = weights + original + use.statistics + use.state + use.work;
  return { weights, residency, original, ...use, total };
}

/** Weights that are edited, in float32. */
const editedBytes = ({ layers }: Pick<MemoryQuestion, 'layers'>) =>
  layers.reduce((sum, { dIn, dOut }) => sum + 4 * dIn * dOut, 0);

function weightBytes({ info, residency, layers }: MemoryQuestion): number {
  const float32 = 4 * info.parameters;
  // What is stored in float32 is put on the device as it is.
  if (residency === 'float32' || (residency === 'stored' && info.bytes >= float32)) return float32;
  const largest = Math.max(info.vocabularySize * info.hiddenSize, info.keySize * info.hiddenSize);
  const widened = 4 * Math.min(WIDENED, largest);
  const edited = editedBytes({ layers });
  // An edited matrix takes the place of the stored one.
  const kept = residency === 'stored' ? Math.round(info.bytes * (1 - edited / float32)) : 0;
  return kept + edited + widened;
}
