import type { Progress } from '@alphaedit/spec';
import { useCallback, useRef, useState } from 'preact/hooks';
import { errorWords } from '../error-words.js';
import type { ErrorWords } from '../protocol.js';
import { type CallOptions, WordedError } from './client.js';

export interface Task {
  readonly running: boolean;
  readonly progress: Progress | undefined;
  readonly error: ErrorWords | undefined;
  /** Runs `work`; one that is running is not started again. Its error is kept here, never thrown. */
  run<T>(work: (options: Required<CallOptions>) => Promise<T>): Promise<T | undefined>;
  cancel(): void;
  fail(error: ErrorWords): void;
}

/** Work that lasts, as a part of the page shows it: progress, cancel, and its error in words. */
export function useTask(): Task {
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [error, setError] = useState<ErrorWords>();
  const controller = useRef<AbortController | undefined>(undefined);
  const run = useCallback(async <T>(work: (options: Required<CallOptions>) => Promise<T>) => {
    if (controller.current) return undefined;
    controller.current = new AbortController();
    setRunning(true);
    setError(undefined);
    setProgress(undefined);
    try {
      return await work({ signal: controller.current.signal, onProgress: setProgress });
    } catch (thrown) {
      setError(thrown instanceof WordedError ? thrown.words : errorWords(thrown));
      return undefined;
    } finally {
      controller.current = undefined;
      setRunning(false);
      setProgress(undefined);
    }
  }, []);
  const cancel = useCallback(() => controller.current?.abort(), []);
  return { running, progress, error, run, cancel, fail: setError };
}
