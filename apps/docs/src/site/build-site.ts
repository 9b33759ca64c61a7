import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vitepress';
import { checkPages } from '../checks/check-pages.js';
import { assembleSite } from './assemble-site.js';

export interface BuildOptions {
  /** Repository root. */
  readonly root: string;
  /** Where the site goes. */
  readonly out: string;
  /** Path the site is served under, e.g. `/docs/`. */
  readonly base: string;
}

/**
 * Builds the whole site, to be served as static files under `base`.
 *
 * @returns what is wrong with it; a site with problems must not be published
 */
export async function buildSite({ root, out, base }: BuildOptions): Promise<string[]> {
  const docs = join(root, 'apps', 'docs');
  const { problems } = await assembleSite(root, join(docs, '.site'));
  rmSync(out, { recursive: true, force: true });
  try {
    await build(docs, { base, outDir: out });
  } catch (error) {
    return [...problems, (error as Error).message];
  }
  const playground = join(root, 'apps', 'playground', 'dist');
  if (existsSync(playground)) cpSync(playground, join(out, 'playground'), { recursive: true });
  // Hosts that drop names beginning with an underscore take this file as a word not to.
  writeFileSync(join(out, '.nojekyll'), '');
  return [...problems, ...checkPages(out, base)];
}
