import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeArguments } from '@alphaedit/testing/tested-code';

const CLI = fileURLToPath(new URL('../../../apps/cli/', import.meta.url));
/** What was built, where it was; from the sources a command takes three times as long to start. */
const COMMAND = existsSync(`${CLI}dist/main.js`)
  ? [`${CLI}bin/alphaedit.js`]
  : [...nodeArguments(), `${CLI}src/main.ts`];

/** How a command ended. */
export interface Ended {
  /** Its exit code; nothing where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A command at work. */
export interface Running {
  readonly ended: Promise<Ended>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts `alphaedit …` on plain WebAssembly. */
export function start(...args: readonly string[]): Running {
  const started = performance.now();
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    env: { ...process.env, NO_COLOR: '1', ALPHAEDIT_ENGINE: 'wasm', ALPHAEDIT_BLAS: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ ...output, code, seconds: (performance.now() - started) / 1000 });
    });
  });
  return { ended, signal: (signal) => void child.kill(signal) };
}

/** Runs `alphaedit …` to its end. */
export const alphaedit = (...args: readonly string[]): Promise<Ended> => start(...args).ended;

/** Runs it and kills it after so many seconds, if it has not ended by then. */
export async function killAfter(seconds: number, ...args: readonly string[]): Promise<Ended> {
  const running = start(...args);
  await Promise.race([delay(seconds * 1000), running.ended]);
  running.signal('SIGKILL');
  return running.ended;
}

/** Whether a command failed in words of its own: an exit code and the page of an error. */
export const isTyped = ({ code, stderr }: Ended): boolean =>
  (code === 1 || code === 2) && /errors\/(?!unexpected)[a-z0-9-]+/.test(stderr);
