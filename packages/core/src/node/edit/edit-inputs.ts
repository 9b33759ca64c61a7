import { assertRunUnlocked } from '@alphaedit/artifacts/node';
import { writableFolder } from '@alphaedit/files';
import { askedInChat } from '@alphaedit/model';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import { type Fact, factsError, type ReadingModel, type Warning } from '@alphaedit/spec';
import type { Repeated } from '../../edit/standing-facts.js';
import { type ResolvedEditor, resolveEditor } from '../editors/resolve-editor.js';
import { asWarning, readGivenFacts } from '../facts/read-given-facts.js';
import type { ModelOptions } from '../model/open-model.js';
import { besideSettings } from '../settings/resolve-settings.js';
import type { EditFactsOptions } from './edit-options.js';
import { readTemplates } from './read-templates.js';
import { checkedAfter, runToExtend, withDefaultsOf } from './run-to-extend.js';

/** What an edit is made of that needs no engine, read and checked; to be given to `editFacts` in place of its options. */
export interface EditInputs extends EditFactsOptions {
  readonly facts: readonly Fact[];
  readonly editor: ResolvedEditor;
  readonly templates?: readonly string[];
  readonly batchSize: number;
  readonly seed: number;
  readonly check: boolean;
  /** Where it was to be refused that facts ask the same, none do. */
  readonly repeated: Repeated;
  /** What was noticed of the facts; with `onBadFact: 'skip'` also why some are left out (`data.severity` is `error`). */
  readonly warnings: readonly Warning[];
  /** Whether the facts were held against the model that shall read them. */
  readonly held: boolean;
}

const BATCH_SIZE = 100;
/** Tokens that a sampled context puts before a prompt at most. */
const CONTEXT_TOKENS = 12;

/** The tokenizer and context length of a checkpoint, and the form it is asked in: no engine is needed for them. */
export async function readingModel(
  directory: string,
  { ignoreConfigFields, strictConfig, chat }: ModelOptions = {},
): Promise<ReadingModel> {
  const { contextLength } = await inspectCheckpoint(directory, { ignoreConfigFields, strictConfig });
  const folder = await openCheckpoint(directory);
  try {
    return { tokenizer: askedInChat(await folder.tokenizer(), chat), contextLength };
  } finally {
    await folder.close();
  }
}

/**
 * Reads facts, editor and templates, holds the facts against one another and the model that shall read them, and looks
 * whether the run folder can be written: wrong input shows here, all of it at once, before anything slow begins.
 *
 * @param reading tokenizer and context length of the model: `readingModel(directory)`
 * @throws {FactError} `facts-broken` with every problem in `data.problems`, or the only one there is
 * @throws {OutputError} `output-locked` while another process writes to the run folder
 * @throws whatever is wrong with editor, templates or output folder
 */
export async function readEditInputs(
  given: EditFactsOptions,
  reading: ReadingModel = {},
): Promise<EditInputs> {
  if ((given as Partial<EditInputs>).held) return given as EditInputs;
  const run = await runToExtend(given);
  const options = run ? withDefaultsOf(run, given) : given;
  const { templates, out, onBadFact = 'throw' } = options;
  const editor = await resolveEditor(options.editor, options);
  const contexts = typeof templates === 'string' ? await readTemplates(templates) : templates;
  if (out !== undefined) {
    await writableFolder(out);
    await assertRunUnlocked(out);
  }
  const read = await readGivenFacts({ ...options, onBadFact });
  const beside = await besideSettings(options.settings, editor.editor);
  const { repeated = 'replace' } = options;
  const batchSize = options.batchSize ?? beside.batchSize ?? BATCH_SIZE;
  const { contextLength, tokenizer } = reading;
  const { facts, problems } = await checkedAfter(run, read.facts, {
    places: read.places,
    batchSize,
    repeated,
    tokenizer,
    templates: contexts,
    contextLength: contexts ? contextLength : contextLength && contextLength - CONTEXT_TOKENS,
  });
  const error = factsError(problems);
  if (error && (onBadFact === 'throw' || facts.length === 0)) throw error;
  return {
    ...options,
    facts,
    editor,
    templates: contexts,
    batchSize,
    seed: options.seed ?? 0,
    check: options.check ?? true,
    repeated: repeated === 'refuse' ? 'replace' : repeated,
    warnings: [...beside.warnings, ...[...read.warnings, ...problems].map(asWarning)],
    held: tokenizer !== undefined,
  };
}
