import { constants } from 'node:os';

/** Ctrl-C, what `kill` and service managers send, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let received: (typeof SIGNALS)[number] | undefined;

/**
 * Calls `interrupt` at the first signal that asks the process to end; the second one of a kind ends it.
 *
 * @returns how to stop listening
 */
export function onInterruption(interrupt: (signal: string) => void): () => void {
  const heard = (signal: NodeJS.Signals) => {
    received = SIGNALS.find((one) => one === signal);
    interrupt(signal);
  };
  for (const signal of SIGNALS) process.once(signal, heard);
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, heard);
  };
}

/** Whether a signal has asked this process to end. */
export const wasInterrupted = (): boolean => received !== undefined;

/** 128 + the number of the signal, as shells have it: 130, 143 or 129. */
export const interruptedExitCode = (): number => 128 + constants.signals[received ?? 'SIGINT'];
