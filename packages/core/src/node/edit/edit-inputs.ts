import { writableFolder } from '@alphaedit/artifacts/node';
import { readFactsFile } from '@alphaedit/eval/node';
import type { Fact, Warning } from '@alphaedit/spec';
import { type ResolvedEditor, resolveEditor } from '../editors/resolve-editor.js';
import type { EditFactsOptions } from './edit-options.js';
import { readTemplates } from './read-templates.js';

/** What an edit is made of that needs no engine, read and checked; to be given to `editFacts` in place of its options. */
export interface EditInputs extends EditFactsOptions {
  readonly facts: readonly Fact[];
  readonly editor: ResolvedEditor;
  readonly templates?: readonly string[];
  readonly batchSize: number;
  readonly seed: number;
  readonly check: boolean;
  readonly warnings: readonly Warning[];
}

const BATCH_SIZE = 100;

/**
 * Reads facts, editor and templates and looks whether the run folder can be written: wrong input shows here, before
 * anything slow begins.
 *
 * @throws whatever is wrong with editor, facts, templates or output folder
 */
export async function readEditInputs(options: EditFactsOptions): Promise<EditInputs> {
  const { facts: given, templates, out, limit, offset, onBadFact: onBadRecord } = options;
  const editor = await resolveEditor(options.editor);
  const contexts = typeof templates === 'string' ? await readTemplates(templates) : templates;
  if (out !== undefined) await writableFolder(out);
  const { facts, warnings } =
    typeof given === 'string'
      ? await readFactsFile(given, { limit, offset, onBadRecord })
      : { facts: given, warnings: [] };
  return {
    ...options,
    facts,
    editor,
    templates: contexts,
    batchSize: options.batchSize ?? BATCH_SIZE,
    seed: options.seed ?? 0,
    check: options.check ?? true,
    warnings: [...((options as Partial<EditInputs>).warnings ?? []), ...warnings],
  };
}
