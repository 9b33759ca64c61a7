import type { CommandDocument } from 'alphaedit/documents';
import type { Command } from 'commander';
import type { Section } from '../errors/error-section.js';
import { commandIndexPage, commandPage, commandSlug, leafCommands } from './command-page.js';

/**
 * One page per command and an index, from the command definitions.
 *
 * @param documents what each prints with `--json`, by its slug
 * @param notes what is written by hand about a command, by its slug
 */
export function commandSection(
  program: Command,
  documents: Readonly<Record<string, readonly CommandDocument[]>>,
  notes: ReadonlyMap<string, string>,
): Section {
  const commands = leafCommands(program);
  const pages = new Map<string, string>([['reference/cli/index', commandIndexPage(program)]]);
  for (const command of commands) {
    const slug = commandSlug(command);
    pages.set(`reference/cli/${slug}`, commandPage(command, documents[slug], notes.get(slug)));
  }
  const known = new Set(commands.map(commandSlug));
  const problems = [...notes.keys()]
    .filter((slug) => !known.has(slug))
    .map((slug) => `commands/${slug}.md is about a command that does not exist.`);
  return { pages, problems };
}
