import { type EditorBench, type Observation, planOf } from './editor-bench.js';

export interface Interruption {
  readonly kind: 'aborted' | 'failed';
  /** In words that follow "planning that …". */
  readonly how: string;
  readonly seen: Observation;
  /** What was thrown into the work. */
  readonly failure?: Error;
}

/** Plans that were stopped: before the start, at the first and the middle report, at three calls to the model. */
export const interruptions = (bench: EditorBench): Promise<readonly Interruption[]> =>
  bench.once('interruptions', async () => {
    const whole = await bench.first();
    planOf(whole);
    const middle = (count: number) => Math.max(1, Math.ceil(count / 2));
    const list: Interruption[] = [];
    for (const abortAt of new Set([0, 1, middle(whole.progress.length - 1)])) {
      const how = abortAt === 0 ? 'was aborted before it began' : `was aborted at progress report ${abortAt}`;
      list.push({ kind: 'aborted', how, seen: await bench.observe({ abortAt }) });
    }
    for (const failAtCall of new Set([1, middle(whole.calls), whole.calls])) {
      const failure = new Error(`failed on purpose at call ${failAtCall}`);
      const how = `failed at call ${failAtCall} to the model`;
      list.push({ kind: 'failed', how, seen: await bench.observe({ failAtCall, failure }), failure });
    }
    const failure = new Error('failed on purpose in onProgress');
    const failAtReport = middle(whole.progress.length);
    const how = `failed in progress report ${failAtReport}`;
    list.push({ kind: 'failed', how, seen: await bench.observe({ failAtReport, failure }), failure });
    return list;
  });
