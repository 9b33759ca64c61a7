import { posix } from 'node:path';

/**
 * A Markdown file of the repository as a page of the site: its relative links, which work where it lies, become
 * links to the files' own pages.
 *
 * @param path of the file in the repository
 */
export function adoptPage(path: string, markdown: string): string {
  return markdown.replace(/\]\((?!\w+:|#|\/)([^)\s#]+)(#[^)\s]*)?\)/g, (_, target: string) => {
    const file = posix.normalize(posix.join(posix.dirname(path), target));
    return `](source:${file})`;
  });
}
