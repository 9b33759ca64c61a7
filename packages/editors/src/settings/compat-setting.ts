import type { Compat, EditorSetting, EditorSettings } from '@alphaedit/spec';

/** What the published code does of every editor, where it reads targets. */
export const TARGETS_ALONE = 'targets as their tokens by themselves, not as those of the continuation';

/** The setting `compat`: what `official` does, in words. */
export const compatSetting = (...official: readonly (string | undefined)[]): EditorSetting => ({
  type: 'choice',
  default: 'corrected',
  choices: ['corrected', 'official'],
  meaning: `official: ${official.filter(Boolean).join('; ')}`,
});

export const compatOf = ({ compat }: EditorSettings): Compat =>
  compat === 'official' ? 'official' : 'corrected';

export const isOfficial = (settings: EditorSettings): boolean => compatOf(settings) === 'official';
