import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Files of the repository that pages link to, as their paths. */
export type LinkedSources = Set<string>;

const LINK = /\]\(source:([^)\s#]+)\)/g;

/**
 * Turns links `[text](source:packages/…/file.ts)` into links to a page that shows the file: the site stands by
 * itself, wherever it is served.
 *
 * @param linked gets the path of every file linked to
 * @throws {Error} for a file that does not exist
 */
export function linkSources(page: string, markdown: string, root: string, linked: LinkedSources): string {
  return markdown.replace(LINK, (_, path: string) => {
    const file = join(root, path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      throw new Error(`${page} links to ${path}, which does not exist.`);
    }
    linked.add(path);
    return `](/${sourcePagePath(path)})`;
  });
}

/** `packages/x/y.ts` → `source/packages/x/y-ts`: a page whose name no server takes for something else. */
export const sourcePagePath = (path: string): string => `source/${path.replace(/\.(\w+)$/, '-$1')}`;

/** Characters of a file shown at most: coloured, a megabyte of figures becomes ten of page. */
const MOST = 100_000;

/** The page that shows one file, or the beginning of a very long one. */
export function sourcePage(path: string, root: string): string {
  const whole = readFileSync(join(root, path), 'utf8').trimEnd();
  const text = whole.length > MOST ? whole.slice(0, whole.lastIndexOf('\n', MOST)) : whole;
  const rest =
    text === whole ? [] : ['', `The first ${text.split('\n').length} lines; all of it is in the repository.`];
  const language = extname(path).slice(1) || 'text';
  return [
    '---',
    'search: false',
    'outline: false',
    'prev: false',
    'next: false',
    `title: ${JSON.stringify(path)}`,
    '---',
    '',
    `# \`${path.split('/').at(-1)}\``,
    '',
    `\`${path}\``,
    ...rest,
    '',
    `\`\`\`\`${language}`,
    text,
    '````',
    '',
  ].join('\n');
}
