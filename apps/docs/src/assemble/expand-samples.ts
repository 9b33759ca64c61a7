import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readRegion } from './read-region.js';

/** A file that a page shows, as its path in the repository. */
export type UsedSamples = Map<string, string[]>;

const INCLUDE = /^<<< (\S+?)(?:#([\w-]+))?$/gm;
/** Only commands may stand in a page as they are: they are checked against the command definitions. */
const LITERAL_FENCES = new Set(['sh', 'text']);
const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.json': 'json',
  '.jsonl': 'json',
  '.csv': 'csv',
  '.txt': 'text',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};

/**
 * Replaces each line `<<< path/in/the/repository.ts#region` by a fence with that code, so that what a page shows
 * is what the tests run.
 *
 * @param used gets the path of every file shown, with the pages that show it
 * @throws {Error} for a file or region that is not there, and for code written into the page itself
 */
export function expandSamples(page: string, markdown: string, root: string, used: UsedSamples): string {
  for (const [, language] of markdown.matchAll(/^```(\S*).*\n[\s\S]*?^```$/gm)) {
    if (LITERAL_FENCES.has(language!)) continue;
    throw new Error(
      `${page}: ${language || 'unnamed'} code must come from a file that a test runs (<<< path#region).`,
    );
  }
  return markdown.replace(INCLUDE, (_, path: string, region: string | undefined) => {
    const file = join(root, path);
    if (!existsSync(file)) throw new Error(`${page} shows ${path}, which does not exist.`);
    used.set(path, [...(used.get(path) ?? []), page]);
    const code = readRegion(readFileSync(file, 'utf8'), region, path);
    return `\`\`\`${LANGUAGES[extname(path)] ?? ''} [${path}]\n${code}\n\`\`\``;
  });
}
