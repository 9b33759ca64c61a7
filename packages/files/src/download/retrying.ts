import { setTimeout as pause } from 'node:timers/promises';
import { AbortedError, throwIfAborted } from '@alphaedit/spec';
import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

/** How often work is tried again, and when it stops. */
export interface RetryOptions {
  /** Attempts without progress before giving up; 5 by default. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled each time; 500 by default. */
  readonly retryDelay?: number;
  readonly signal?: AbortSignal;
}

/** What is tried, and what to throw when it fails. */
export interface RetryingOptions extends RetryOptions {
  /** What is being done, for the error when it is interrupted: "fetching config.json". */
  readonly what: string;
  /** Makes the error to throw: after the last attempt, or at once for an `UnusableAnswer`. */
  readonly giveUp: (cause: TransientError | UnusableAnswer, attempts: number, what: string) => Error;
}

/** The longest pause between two attempts, in milliseconds, whatever a server asks for. */
const LONGEST_PAUSE = 30_000;

/** The most attempts in all, however small the steps in which the work gets ahead. */
export const MOST_ATTEMPTS = 1000;

/**
 * Does work again while it fails with a `TransientError`. Work that gets ahead calls `progressed`; its attempts are
 * counted anew from there, up to a thousand in all.
 *
 * @throws {AbortedError} when the signal fires, what `giveUp` makes after the last attempt, and whatever else the
 * work throws
 */
export async function retrying<T>(
  work: (progressed: () => void) => Promise<T>,
  { what, giveUp, attempts = 5, retryDelay = 500, signal }: RetryingOptions,
): Promise<T> {
  let idle = 0;
  for (let made = 1; ; made++) {
    throwIfAborted(signal, what);
    idle++;
    try {
      return await work(() => {
        idle = 0;
      });
    } catch (error) {
      if (signal?.aborted) throw new AbortedError(what, error);
      if (error instanceof UnusableAnswer) throw giveUp(error, made, what);
      if (!(error instanceof TransientError)) throw error;
      if (idle >= attempts || made >= MOST_ATTEMPTS) throw giveUp(error, made, what);
      const wait = error.wait ?? retryDelay * 2 ** idle;
      // An abort ends the pause; the loop then tells it.
      await pause(Math.min(wait, LONGEST_PAUSE), undefined, { signal }).catch(() => {});
    }
  }
}
