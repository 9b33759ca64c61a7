import type { Editor, EditorRequirement, EditorSettings } from './editor.js';

/** What an editor needs from the statistics under settings of its own: all it may need, where it says no more. */
export function requirementsOf(
  editor: Pick<Editor, 'requires' | 'requiresWith'>,
  settings: EditorSettings = {},
): readonly EditorRequirement[] {
  return editor.requiresWith?.(settings) ?? editor.requires;
}
