import { writableFolder } from '@alphaedit/artifacts/node';
import { readFactsFile } from '@alphaedit/eval/node';
import type { Editor, Fact, ValueStore, Warning } from '@alphaedit/spec';
import { readTemplates } from './read-templates.js';
import { resolveEditor } from './resolve-editor.js';

/** Options of `alphaedit edit`. */
export interface EditOptions {
  readonly facts: string;
  /** Needed by editors that require statistics. */
  readonly stats?: string;
  readonly out: string;
  readonly editor: string;
  readonly layers?: readonly number[];
  readonly batch: number;
  readonly limit?: number;
  readonly offset?: number;
  readonly skipBadFacts?: boolean;
  readonly settings?: string;
  readonly set?: readonly string[];
  readonly seed: number;
  readonly templates?: string;
  readonly dryRun?: boolean;
  /** Where a bench keeps values that its editors share. */
  readonly valueStore?: ValueStore;
}

/** What an edit is made of that needs no engine: wrong input shows here, before anything slow begins. */
export interface EditInputs {
  readonly editor: Editor;
  /** What the run records of it. */
  readonly editorName: string;
  readonly facts: readonly Fact[];
  /** Given templates; sampled from the model otherwise. */
  readonly templates?: readonly string[];
  readonly warnings: readonly Warning[];
}

/** @throws whatever is wrong with editor, facts, templates or output folder */
export async function openInputs(options: EditOptions): Promise<EditInputs> {
  const { limit, offset, skipBadFacts, dryRun } = options;
  const { editor, name: editorName } = await resolveEditor(options.editor);
  const templates = options.templates === undefined ? undefined : await readTemplates(options.templates);
  await writableFolder(options.out);
  // A dry run tells about every bad fact, not only about the first.
  const onBadRecord = skipBadFacts || dryRun ? 'skip' : 'throw';
  const { facts, warnings } = await readFactsFile(options.facts, { limit, offset, onBadRecord });
  return { editor, editorName, facts, templates, warnings };
}
