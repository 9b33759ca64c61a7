import type { EditorName } from './editor-name.js';

/** Files that a new editor changes, and those it is made from, as paths in the repository. */
export const LAYOUT = {
  index: 'packages/editors/src/index.ts',
  registry: 'packages/editors/src/registry.ts',
  readme: 'packages/editors/README.md',
  exampleEditor: 'packages/editors/test/example/plain-ridge.ts',
  exampleTest: 'packages/editors/test/example/plain-ridge.test.ts',
} as const;

/** Files that a new editor adds. */
export interface NewFiles {
  readonly source: string;
  readonly test: string;
  readonly page: string;
  readonly changeset: string;
}

/** Where the files of a new editor go. */
export const newFilesOf = ({ id }: EditorName): NewFiles => ({
  source: `packages/editors/src/methods/${id}.ts`,
  test: `packages/editors/test/${id}.test.ts`,
  page: `packages/editors/docs/${id}.md`,
  changeset: `.changeset/editor-${id}.md`,
});
