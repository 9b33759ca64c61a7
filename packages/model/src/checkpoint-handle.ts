import type { CheckpointFiles } from './open-checkpoint-files.js';

/** A checkpoint with its headers read and its files open. The caller closes it. */
export interface CheckpointFolder extends CheckpointFiles {
  /** Its folder; the path of the file where it is one GGUF file. */
  readonly directory: string;
  close(): Promise<void>;
}
