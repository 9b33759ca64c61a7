import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { splitWords } from '../checks/check-command-line.js';
import { FIGURES } from './figures.js';
import type { ResultFile } from './place-figures.js';

/**
 * Runs the commands of every figure (or of those named) from the sources and writes their result files.
 *
 * @throws {Error} for a command that fails
 */
export function recordResults(root: string, names: readonly string[] = remade()): void {
  for (const name of names) {
    const figure = FIGURES[name];
    if (!figure) throw new Error(`There is no figure "${name}".`);
    if (figure.kept)
      throw new Error(`${figure.result} is kept from its own command: ${figure.commands.at(-1)}`);
    let printed = '';
    for (const command of figure.commands) printed = runCommand(command, root);
    const file: ResultFile = { commands: figure.commands, result: JSON.parse(printed) };
    mkdirSync(dirname(join(root, figure.result)), { recursive: true });
    writeFileSync(join(root, figure.result), `${JSON.stringify(file, undefined, 1)}\n`);
  }
}

/** Those whose files are not kept from a run of an hour. */
const remade = () => Object.keys(FIGURES).filter((name) => !FIGURES[name]!.kept);

function runCommand(command: string, root: string): string {
  const words = splitWords(command).filter((word) => word !== 'npx' && word !== 'alphaedit');
  const cli = ['--import', 'tsx', '--conditions=alphaedit-source', 'apps/cli/src/main.ts'];
  const { status, stdout } = spawnSync(process.execPath, [...cli, ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
  return stdout;
}
