import type { Command } from 'commander';

/**
 * What is wrong with a command line that a page shows: unknown commands and options, missing required ones,
 * values an option refuses. Nothing is run.
 *
 * @param line e.g. `alphaedit edit MODEL --facts facts.jsonl …`; `pnpm` in front is passed over
 * @param makeProgram builds the commands anew: parsing leaves values in them
 */
export function checkCommandLine(line: string, makeProgram: () => Command): string | undefined {
  const words = splitWords(line.replace(/\s+#\s.*$/, ''));
  if (words[0] === 'pnpm' || words[0] === 'npx') words.shift();
  if (words.shift() !== 'alphaedit') return undefined;
  const program = makeProgram();
  disarm(program);
  try {
    program.parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return undefined;
    return message.replace(/^error: /, '');
  }
}

function disarm(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
  if (command.commands.length === 0) command.action(() => {});
  for (const part of command.commands) disarm(part);
}

/** Words as a shell would part them: quotes keep spaces together. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(/(?:"([^"]*)"|'([^']*)'|[^\s"']+)+/g)].map(([word]) => word.replace(/["']/g, ''));
}
