import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = 'results/experiments';

/** The experiments that were run: page of the site, and the file of the repository it is made from. */
export function experimentPages(root: string): [name: string, path: string][] {
  const names = readdirSync(join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, FOLDER, entry.name, 'README.md')))
    .map(({ name }) => name)
    .sort();
  return [
    ['index', `${FOLDER}/README.md`],
    ...names.map((name): [string, string] => [name, `${FOLDER}/${name}/README.md`]),
  ];
}

/** Links between experiments lead to their pages; result files, of megabytes, are named and not shown. */
export const experimentLinks = (path: string, markdown: string): string =>
  markdown
    .replace(/\]\((?:\.\.\/)?([\w-]+)\/README\.md\)/g, '](/experiments/$1)')
    .replace(/\[`result\.json`\]\(result\.json\)/g, () => `\`${dirname(path)}/result.json\``);
