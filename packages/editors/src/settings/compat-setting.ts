import type { EditorSetting, EditorSettings } from '@alphaedit/spec';

/** The setting `compat` of editors whose published code departs from its paper. */
export const compatSetting = (official: string): EditorSetting => ({
  type: 'choice',
  default: 'corrected',
  choices: ['corrected', 'official'],
  meaning: `official: ${official}`,
});

export const isOfficial = (settings: EditorSettings): boolean => settings.compat === 'official';
