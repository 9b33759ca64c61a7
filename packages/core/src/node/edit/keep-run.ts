import { manifestDifferences, type RunManifest } from '@alphaedit/artifacts';
import {
  addFacts,
  createRun,
  openRun,
  type Run,
  readChanges,
  runExists,
  type WritableRun,
} from '@alphaedit/artifacts/node';
import type { Lock } from '@alphaedit/files';
import type { Editor, Fact } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import type { PreparedEdit } from './prepared-edit.js';

/** Facts of a run that are edited. */
export const doneFacts = (run: Run): number => run.batches.at(-1)?.to ?? 0;

/**
 * Begins a run in a folder, or opens the one that is there if it was made from the same inputs.
 *
 * @param wanted its manifest but for the templates, which are sampled only for a new run
 * @throws {SettingsError} `run-of-other-inputs`
 */
export async function beginOrContinueRun(
  out: string,
  wanted: Omit<RunManifest, 'templates'>,
  { facts, templates, history }: Pick<PreparedEdit, 'facts' | 'templates' | 'history'>,
  lock: Lock,
  sample: () => Promise<readonly string[]>,
): Promise<WritableRun> {
  if (!runExists(out)) {
    const manifest = { ...wanted, templates: [...(templates ?? (await sample()))] };
    return createRun(out, manifest, facts, lock, history);
  }
  const run = await openRun(out, lock);
  // Sampled templates depend on model and seed, which are compared, so the recorded ones stand for them.
  const differences = manifestDifferences(run.manifest, {
    ...wanted,
    templates: [...(templates ?? run.manifest.templates)],
  });
  if (differences.length > 0) throw otherInputs(out, differences);
  return run;
}

/**
 * Adds facts to a finished run; where they are those that were added last, goes on with them.
 *
 * @param wanted what its manifest would be
 * @throws {SettingsError} `run-of-other-inputs` for another model, editor or other settings
 * @throws {EditError} `run-unfinished`
 */
export async function extendRun(
  out: string,
  wanted: Omit<RunManifest, 'templates'>,
  facts: readonly Fact[],
  lock: Lock,
  templates?: readonly string[],
): Promise<WritableRun> {
  const run = await openRun(out, lock);
  const { manifest } = run;
  const last = run.additions.at(-1);
  const again = last?.facts.hash === wanted.facts.hash ? last : undefined;
  // An addition has facts, batches and an engine of its own; one that goes on has those it was begun with.
  const { batchSize, engine, linalg } = again ?? wanted;
  const differences = manifestDifferences(
    { ...manifest, batchSize, engine, linalg },
    { ...wanted, facts: manifest.facts, templates: [...(templates ?? manifest.templates)] },
  );
  if (differences.length > 0) throw otherInputs(out, differences);
  const { packageVersion } = wanted;
  return again ? run : addFacts(run, { facts, batchSize, packageVersion, engine, linalg });
}

function otherInputs(out: string, differences: readonly string[]): SettingsError {
  return new SettingsError({
    code: 'run-of-other-inputs',
    message: `${out} holds a run of other inputs (${differences.join('; ')}).`,
    hint: 'Continue it with the inputs it was begun with, or choose another `out`.',
    data: { run: out, differences },
  });
}

/**
 * A run with facts undone goes on without them, unless the editor's memory of its batches cannot be told apart by fact.
 *
 * @throws {SettingsError} `facts-undone`
 */
export async function assertGoesOn(run: Run, editor: Editor): Promise<void> {
  if (run.undone.size === 0 || !editor.supports.sequential) return;
  if ((await readChanges(run, [0])) === undefined) throw factsUndone(run.directory, run.undone.size);
}

const factsUndone = (out: string, facts: number) =>
  new SettingsError({
    code: 'facts-undone',
    message: `${facts} facts of ${out} are undone, and its editor cannot leave single facts out of its memory of them.`,
    hint: `Put them back (\`changeLedger('${out}', { action: 'restore' })\`), finish the run, and undo them again; or edit anew without them.`,
    data: { run: out, facts },
  });
