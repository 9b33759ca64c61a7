import { runCommand } from '../run-command.js';
import { installError } from './install-error.js';

/** A program with what comes before its own arguments. */
export type Program = readonly [string, ...string[]];

const PIPS: readonly Program[] = [['python3', '-m', 'pip'], ['pip3'], ['python', '-m', 'pip'], ['pip']];

/** The first of some programs that answers to `--version`. */
export async function firstThatWorks(
  programs: readonly Program[],
  signal?: AbortSignal,
): Promise<Program | undefined> {
  for (const program of programs) {
    const [name, ...args] = program;
    const { code } = await runCommand(name, [...args, '--version'], { signal, timeoutMs: 20_000 });
    if (code === 0) return program;
  }
  return undefined;
}

/** How pip is called. @throws {EngineError} `no-pip` */
export async function findPip(signal?: AbortSignal): Promise<Program> {
  const pip = await firstThatWorks(PIPS, signal);
  if (pip !== undefined) return pip;
  throw installError(
    'no-pip',
    'Downloading a native library needs pip; there is none.',
    'Install it (Debian and Ubuntu: `apt install python3-pip`), then run this again.',
  );
}
