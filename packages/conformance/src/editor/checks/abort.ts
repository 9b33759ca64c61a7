import { AlphaEditError } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import type { EditorBench } from '../editor-bench.js';
import { interruptions } from '../interruptions.js';

/** A signal that has fired ends the work, before it begins and at its first and its middle progress report. */
export async function abort(bench: EditorBench): Promise<void> {
  for (const { kind, how, seen } of await interruptions(bench)) {
    if (kind !== 'aborted') continue;
    const hint = 'Call throwIfAborted(signal, …) between steps, and let what it throws through.';
    ensure(seen.plan === undefined, `Planning that ${how} went on to its end.`, hint);
    ensure(
      AlphaEditError.isInstance(seen.error) && seen.error.code === 'aborted',
      `Planning that ${how} threw ${seen.error}.`,
      hint,
      seen.error,
    );
  }
}
