import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { editors } from '@alphaedit/editors';
import { ADOPTED_GUIDES } from '../site/guides.js';

const FOLDER = 'packages/editors/docs';

export interface EditorPages {
  /** Editors with a page of their own, with its path in the repository. */
  readonly pages: readonly { readonly id: string; readonly path: string }[];
  /** Pages that no editor and no guide has. */
  readonly problems: readonly string[];
}

/** The pages kept beside the editors, one for an editor where there is one. */
export function editorPages(root: string): EditorPages {
  const folder = join(root, FOLDER);
  const ids = new Set(editors.map(({ id }) => id));
  const guides: readonly string[] = ADOPTED_GUIDES.map(([, , path]) => path);
  const found = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ id: file.slice(0, -'.md'.length), path: `${FOLDER}/${file}` }))
    .filter(({ path }) => !guides.includes(path))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    pages: found.filter(({ id }) => ids.has(id)),
    problems: found
      .filter(({ id }) => !ids.has(id))
      .map(({ id, path }) => `${path}: there is no editor ${id}.`),
  };
}
