import { ensure } from '../../conformance-error.js';
import type { EditorBench } from '../editor-bench.js';
import { interruptions } from '../interruptions.js';

/** What fails inside reaches the caller, as it is or as the cause of another error. */
export async function failure(bench: EditorBench): Promise<void> {
  for (const { kind, how, seen, failure } of await interruptions(bench)) {
    if (kind !== 'failed') continue;
    ensure(
      causes(seen.error).includes(failure),
      `Planning that ${how} ${seen.plan ? 'returned a plan' : `threw ${seen.error}, which does not say why`}.`,
      'Let errors through; where you wrap one, keep it as the cause.',
      seen.error,
    );
  }
}

function causes(error: unknown): unknown[] {
  const list: unknown[] = [];
  for (let e = error; e !== undefined && !list.includes(e); e = (e as { cause?: unknown })?.cause)
    list.push(e);
  return list;
}
