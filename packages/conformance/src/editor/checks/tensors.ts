import { ensure } from '../../conformance-error.js';
import type { EditorBench, Observation } from '../editor-bench.js';
import { interruptions } from '../interruptions.js';

function noneLeft({ tensors }: Observation, when: string): void {
  ensure(
    tensors === 0,
    `Planning${when} left ${tensors > 0 ? `${tensors} tensors alive` : `${-tensors} tensors fewer than there were`}.`,
    'Work in tf.tidy, dispose of what leaves it in finally, and of nothing that is not yours.',
  );
}

/** As many tensors are alive after `doPlan` as before. */
export async function tensors(bench: EditorBench): Promise<void> {
  noneLeft(await bench.first(), '');
}

/** The same where the work stops half way. */
export async function tensorsInterrupted(bench: EditorBench): Promise<void> {
  for (const { how, seen } of await interruptions(bench)) noneLeft(seen, ` that ${how}`);
}
