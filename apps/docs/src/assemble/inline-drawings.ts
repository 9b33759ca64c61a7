import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { asOneImage } from './as-one-image.js';

/**
 * The SVG drawings a Markdown file of the repository shows, `![what](figure-1.svg)` on a line of its own, as parts of
 * the page: inside it their ink follows light and dark.
 *
 * @param path of the file in the repository
 * @throws {Error} for a drawing that does not exist
 */
export function inlineDrawings(path: string, markdown: string, root: string): string {
  return markdown.replace(
    /^!\[([^\]]*)\]\((?!\w+:|\/)([^)\s]+\.svg)\)$/gm,
    (_, _alt: string, target: string) => {
      const file = posix.join(root, posix.dirname(path), target);
      if (!existsSync(file)) throw new Error(`${path} shows ${target}, which does not exist.`);
      return ['<figure v-pre>', asOneImage(readFileSync(file, 'utf8').trim()), '</figure>'].join('\n');
    },
  );
}
