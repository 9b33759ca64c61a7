import { ensure } from '../../conformance-error.js';
import type { EditorBench } from '../editor-bench.js';

/**
 * Progress is reported while there is work left, forwards, and to the end of every stage. A stage that has ended
 * may begin anew.
 */
export async function progress(bench: EditorBench): Promise<void> {
  await bench.plan();
  const { progress: reports } = await bench.first();
  const hint = 'Call onProgress({ stage, done, total, unit }) after every step of what lasts.';
  ensure(reports.length >= 2, `There were ${reports.length} progress reports.`, hint);
  const last = new Map<string, (typeof reports)[number]>();
  for (const report of reports) {
    const { stage, done, total, unit } = report;
    ensure(
      Boolean(stage && unit) && total > 0 && done >= 0 && done <= total,
      `A report reads ${JSON.stringify(report)}.`,
      hint,
    );
    const before = last.get(stage);
    ensure(
      before === undefined || done / total >= before.done / before.total || before.done === before.total,
      `Stage "${stage}" went back from ${before?.done} to ${done} of ${total}.`,
      hint,
    );
    last.set(stage, report);
  }
  for (const [stage, { done, total }] of last) {
    ensure(done === total, `Stage "${stage}" ended at ${done} of ${total}.`, hint);
  }
}
