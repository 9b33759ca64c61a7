import type { CoreWork } from '@alphaedit/core';
import type { ModelOptions } from '@alphaedit/core/node';
import type { OnProgress, Warning } from '@alphaedit/spec';
import { AbortedError, AlphaEditError, SettingsError } from '@alphaedit/spec';
import type { Command } from 'commander';
import { createProgress } from './create-progress.js';
import { inCommandWords } from './in-command-words.js';
import { onInterruption } from './interruption.js';
import { printable, printableJson, style } from './printable.js';

/** Options every command has. */
interface GlobalOptions extends Omit<ModelOptions, 'chat'> {
  readonly chat?: boolean;
  readonly system?: string;
  readonly ignoreConfigField?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What a command's work is given beside its own options. */
export interface Task extends Omit<GlobalOptions, 'chat' | 'system'>, Pick<ModelOptions, 'chat'>, CoreWork {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** A line on stderr for people. */
  log(line: string): void;
  /** Tells each warning once, on stderr. */
  warn(warnings: readonly Warning[]): void;
}

/** What a command gives back: the JSON document, and the same for people. */
export interface Result<Document extends object = object> {
  readonly document: Document;
  readonly text: () => string;
  /** The work was done and what it looked at is not as it should be: exit code 1. */
  readonly failed?: boolean;
}

/**
 * A commander action around `work`: progress on stderr, the result on stdout, and the first signal to end
 * (Ctrl-C, SIGTERM, SIGHUP) turned into an abort. The second one ends the process.
 */
export function action<Options, Document extends object = object>(
  work: (task: Task, args: readonly string[], options: Options) => Promise<Result<Document>>,
): (...all: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const options = command.optsWithGlobals() as Options & GlobalOptions;
    const controller = new AbortController();
    const progress = createProgress(process.stderr, options);
    const stopListening = onInterruption((signal) => {
      progress.stop();
      process.stderr.write(
        'Interrupted: finishing what must not be left half-done. Ctrl-C again to stop at once.\n',
      );
      controller.abort(new Error(signal));
    });
    try {
      const { document, text, failed } = await work(
        {
          ...options,
          chat: chatChoice(options),
          ignoreConfigFields: options.ignoreConfigField,
          signal: controller.signal,
          onProgress: progress.onProgress,
          ...speaker(progress),
        },
        command.args,
        options,
      );
      progress.stop();
      const output = options.json ? printableJson(document) : printable(text());
      // What was written as it came leaves nothing to say.
      if (output !== '') process.stdout.write(`${output}\n`);
      if (failed) process.exitCode = 1;
    } catch (error) {
      progress.stop();
      // An operation cut short may fail in its own words; the reason is the interruption all the same.
      if (!controller.signal.aborted || AlphaEditError.isInstance(error)) throw error;
      throw new AbortedError(command.name(), error);
    } finally {
      stopListening();
    }
  };
}

/** The form asked for; the model's own choice where none is. */
function chatChoice({ chat, system }: GlobalOptions): ModelOptions['chat'] {
  if (system === undefined) return chat;
  if (chat !== false) return { system };
  throw new SettingsError({
    code: 'options-conflict',
    message: '--system and --no-chat exclude one another.',
    hint: 'There is a system prompt only in chat form.',
  });
}

function speaker(progress: { pause(): void }): Pick<Task, 'log' | 'warn' | 'onNote' | 'onWarning'> {
  const told = new Set<string>();
  const log = (line: string) => {
    progress.pause();
    process.stderr.write(`${printable(line)}\n`);
  };
  const warn = (warnings: readonly Warning[]) => {
    for (const { code, message } of warnings) {
      if (told.has(`${code} ${message}`)) continue;
      told.add(`${code} ${message}`);
      log(`${style.yellow('warning')}: ${inCommandWords(message)}`);
    }
  };
  return {
    log,
    warn,
    onNote: (line) => log(inCommandWords(line)),
    onWarning: (warning) => warn([warning]),
  };
}
