import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeArguments, testsBuiltCode } from '@alphaedit/testing';
import { holdToDocumentation } from './documented.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Sends this signal once `when` holds of what stands on stderr; it is asked every 20 ms. */
  readonly interrupt?: { readonly signal: NodeJS.Signals; readonly when: (stderr: string) => boolean };
}

const COMMAND = testsBuiltCode() ? ['bin/alphaedit.js'] : [...nodeArguments(), 'src/main.ts'];

/** Runs the command line as a process of its own. */
export function runCli(args: readonly string[], { interrupt }: CliOptions = {}): Promise<CliResult> {
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const timer =
    interrupt &&
    setInterval(() => {
      if (!interrupt.when(stderr)) return;
      clearInterval(timer);
      child.kill(interrupt.signal);
    }, 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (exitCode) => {
      clearInterval(timer);
      resolve({ exitCode, stdout, stderr });
    });
  });
}

/**
 * The one JSON document a command printed. Fails when there is anything else on stdout, another exit code, or a
 * document that is not as it is documented.
 */
export async function runJson<T = Record<string, unknown>>(
  args: readonly string[],
  expectedExit = 0,
  options?: CliOptions,
): Promise<T> {
  const { exitCode, stdout, stderr } = await runCli([...args, '--json'], options);
  if (exitCode !== expectedExit) {
    throw new Error(`alphaedit ${args.join(' ')} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  }
  const document = JSON.parse(stdout);
  if (!('error' in document)) holdToDocumentation(args, document);
  return document as T;
}
