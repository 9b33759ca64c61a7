import { AlphaEditError, type ErrorCode, type ProgramCode } from '@alphaedit/spec';
import { CommanderError } from 'commander';
import { inCommandWords } from './in-command-words.js';
import { interruptedExitCode } from './interruption.js';

export interface ErrorWords {
  readonly code: ErrorCode | ProgramCode;
  readonly message: string;
  readonly hint: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
}

const EXIT_CODE = { input: () => 2, work: () => 1, interrupted: interruptedExitCode } as const;

/** What an error says and the exit code it leads to; nothing for `--help` and `--version`. */
export function errorWords(error: unknown): ErrorWords | undefined {
  if (error instanceof CommanderError) return usageWords(error);
  if (AlphaEditError.isInstance(error)) {
    const { code, message, hint, data, kind } = error;
    return {
      code,
      message: inCommandWords(message),
      hint: inCommandWords(hint),
      data,
      exitCode: EXIT_CODE[kind](),
    };
  }
  const { code: system } = Object(error) as NodeJS.ErrnoException;
  if (system === 'EMFILE' || system === 'ENFILE') {
    return {
      code: 'too-few-files',
      message: `No more files can be opened (${system}).`,
      hint: 'Allow the process more at a time: `ulimit -n 256`.',
      exitCode: 1,
    };
  }
  return {
    code: 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a fault of the program: run again with --verbose and report what it prints.',
    exitCode: 1,
  };
}

function usageWords({ code, message, exitCode }: CommanderError): ErrorWords | undefined {
  if (exitCode === 0) return undefined; // --help, --version
  // Help shown for want of a command: there is nothing to add to it.
  const shown = code === 'commander.help';
  return {
    code: 'usage',
    message: shown ? 'No command was given.' : message.replace(/^error: /, '').replaceAll('\n', ' '),
    hint: 'See `alphaedit --help` or `alphaedit COMMAND --help`.',
    exitCode: 2,
  };
}
