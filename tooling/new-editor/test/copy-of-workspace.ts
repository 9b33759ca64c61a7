import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout these tests belong to; they only read it. */
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** A copy of what the generator reads and writes, with the packages that are installed here. */
export interface WorkspaceCopy {
  readonly root: string;
  /** Every file with its text, by path. */
  files(): Record<string, string>;
  dispose(): void;
}

/** Copies the editors, the changesets and the rules of style into a temporary folder. */
export function copyOfWorkspace(): WorkspaceCopy {
  const root = mkdtempSync(join(tmpdir(), 'alphaedit-new-editor-'));
  const at = (path: string) => join(root, path);
  const editors = ['src', 'test', 'docs', 'package.json', 'README.md'].map(
    (name) => `packages/editors/${name}`,
  );
  for (const path of ['biome.json', '.gitignore', 'tsconfig.base.json', ...editors])
    cpSync(join(REPOSITORY, path), at(path), { recursive: true });
  mkdirSync(at('.changeset'));
  for (const path of ['node_modules', 'packages/editors/node_modules'])
    symlinkSync(join(REPOSITORY, path), at(path), 'junction');
  return {
    root,
    files: () => Object.fromEntries(textFiles(root).map((path) => [path, readFileSync(at(path), 'utf8')])),
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Paths of the files below a folder; what is linked is not its own. */
function textFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return textFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}
