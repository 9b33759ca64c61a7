import { ensure } from '../../conformance-error.js';
import type { EditorBench, Observation } from '../editor-bench.js';
import { interruptions } from '../interruptions.js';

const HINT = 'doPlan never writes a weight, not even for a while: use model.withDelta to look ahead.';

function untouched({ changed, forbidden }: Observation, when: string): void {
  ensure(changed.length === 0, `Planning${when} left other bits in ${changed.join(', ')}.`, HINT);
  ensure(forbidden.length === 0, `Planning${when} called model.${forbidden[0]}.`, HINT);
}

/** The weights are bit-equal across `doPlan`, and nobody tried to write one. */
export async function weights(bench: EditorBench): Promise<void> {
  untouched(await bench.first(), '');
}

/** The same where the work stops half way. */
export async function weightsInterrupted(bench: EditorBench): Promise<void> {
  for (const { how, seen } of await interruptions(bench)) untouched(seen, ` that ${how}`);
}
