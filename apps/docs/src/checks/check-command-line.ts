import type { Command } from 'commander';

/**
 * What is wrong with a command line that a page shows: unknown commands, options and scripts, missing required options,
 * values an option refuses, and what only works where pnpm is installed. Nothing is run.
 *
 * @param line e.g. `npx alphaedit edit MODEL --facts facts.jsonl …`, `npm run quickstart`
 * @param makeProgram builds the commands anew: parsing leaves values in them
 * @param scripts names of the repository's npm scripts
 */
export function checkCommandLine(
  line: string,
  makeProgram: () => Command,
  scripts: readonly string[] = [],
): string | undefined {
  const words = splitWords(line.replace(/\s+#\s.*$/, ''));
  if (words[0] === 'pnpm') return 'pnpm is not on every machine: use npx, npm run, or `npm run pnpm --`';
  if (words[0] === 'npm' && words[1] === 'run') {
    const script = words.slice(2).find((word) => !word.startsWith('-'));
    return script !== undefined && scripts.includes(script) ? undefined : `there is no script ${script}`;
  }
  if (words[0] === 'npx') words.shift();
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
