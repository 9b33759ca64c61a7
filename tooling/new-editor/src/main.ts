import { fileURLToPath } from 'node:url';
import { AlphaEditError } from '@alphaedit/spec';
import { Command } from 'commander';
import { describeNewEditor } from './describe-new-editor.js';
import { newEditor } from './new-editor.js';

const program = new Command('npm run new:editor')
  .description('Add an editor to @alphaedit/editors: source, test, page, changeset, export, registry entry')
  .argument('<name>', 'in kebab-case, e.g. gentle-ridge')
  .option('--dry-run', 'say what would be written, write nothing')
  .option('--root <folder>', 'the repository', fileURLToPath(new URL('../../..', import.meta.url)))
  .exitOverride();

try {
  program.parse();
  const { root, dryRun = false } = program.opts<{ root: string; dryRun?: boolean }>();
  const made = newEditor({ root, name: program.args[0]!, dryRun });
  process.stdout.write(describeNewEditor(made, dryRun));
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Says what is wrong: 0 for help asked for, 1 the work failed, 2 wrong use. */
function exitCodeOf(error: unknown): number {
  if (AlphaEditError.isInstance(error)) {
    process.stderr.write(`✗ ${error.message} [${error.code}]\n  ${error.hint}\n`);
    return error.kind === 'input' ? 2 : 1;
  }
  // Commander has said it already.
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : 2;
  throw error;
}
