import { factsHash, openRun, type Run, readRunFacts } from '@alphaedit/artifacts/node';
import {
  type CheckFactsOptions,
  checkFacts,
  type Fact,
  type FactsCheck,
  SettingsError,
} from '@alphaedit/spec';
import type { GivenSettings, SettingsSource } from '../settings/resolve-settings.js';
import type { EditFactsOptions } from './edit-options.js';

/** The run that is to get more facts, if one is. @throws {SettingsError} `options-conflict` without `out`; as `openRun` */
export async function runToExtend({ extend, out }: EditFactsOptions): Promise<Run | undefined> {
  if (!extend) return undefined;
  if (out === undefined) {
    throw new SettingsError({
      code: 'options-conflict',
      message: 'There is no run to extend.',
      hint: 'Give the folder of a finished run as `out`.',
    });
  }
  return openRun(out);
}

/** Options in which what is not given is as in the run. */
export function withDefaultsOf({ manifest, additions }: Run, options: EditFactsOptions): EditFactsOptions {
  return {
    ...options,
    editor: options.editor ?? manifest.editor,
    settings: [manifest.settings, ...listOf(options.settings)],
    batchSize: options.batchSize ?? additions.at(-1)?.batchSize ?? manifest.batchSize,
    seed: options.seed ?? manifest.seed,
    repeated: options.repeated ?? manifest.repeated ?? 'keep',
  };
}

const listOf = (given: GivenSettings | undefined): readonly SettingsSource[] =>
  given === undefined ? [] : ([given].flat() as SettingsSource[]);

/** Facts held against one another and against those of the run; what it was given last may be given again. */
export async function checkedAfter(
  run: Run | undefined,
  facts: readonly Fact[],
  options: CheckFactsOptions,
): Promise<FactsCheck> {
  if (!run) return checkFacts(facts, options);
  const earlier = await readRunFacts(run);
  const last = run.additions.at(-1);
  if (last) {
    const again = checkFacts(facts, { ...options, earlier: earlier.slice(0, last.from) });
    if (factsHash(again.facts) === last.facts.hash) return again;
  }
  return checkFacts(facts, { ...options, earlier });
}
