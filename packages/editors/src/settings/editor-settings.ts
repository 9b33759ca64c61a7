import type { Editor, EditorSetting, EditorSettings, EditorSettingValue } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';

/**
 * The settings an editor has of its own: `given` over its defaults.
 *
 * @throws {SettingsError} `unknown-setting` listing the known names, `setting-out-of-range`
 */
export function resolveEditorSettings(
  editor: Pick<Editor, 'id' | 'settings'>,
  given: EditorSettings = {},
): EditorSettings {
  const known = editor.settings ?? {};
  const resolved = Object.fromEntries(
    Object.entries(known).map(([name, setting]): [string, EditorSettingValue] => [name, setting.default]),
  );
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) throw unknownSetting(editor.id, name, Object.keys(known));
    const wanted = violated(known[name]!, value);
    if (wanted !== undefined) {
      throw new SettingsError({
        code: 'setting-out-of-range',
        message: `${name} of ${editor.id} is ${JSON.stringify(value)}; it must be ${wanted}.`,
        hint: `${name}: ${known[name]!.meaning}. Correct \`${name}=…\`.`,
        data: { editor: editor.id, name, value },
      });
    }
    resolved[name] = value;
  }
  return resolved;
}

function unknownSetting(editor: string, name: string, known: readonly string[]): SettingsError {
  return new SettingsError({
    code: 'unknown-setting',
    message: `${editor} has no setting "${name}".`,
    hint: known.length === 0 ? `${editor} has no settings of its own.` : `It has ${known.join(', ')}.`,
    data: { editor, name, known },
  });
}

/** What the value should have been, where it is not that. */
function violated(setting: EditorSetting, value: EditorSettingValue): string | undefined {
  const { type, minimum, above, maximum, choices = [] } = setting;
  if (type === 'choice') return choices.includes(String(value)) ? undefined : `one of ${choices.join(', ')}`;
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (type === 'number' || Number.isInteger(value)) &&
    value >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    value > (above ?? Number.NEGATIVE_INFINITY) &&
    value <= (maximum ?? Number.POSITIVE_INFINITY);
  return fits ? undefined : describeRange(setting);
}

/** A setting's range in words: `a whole number ≥ 1`. */
export function describeRange({ type, minimum, above, maximum, choices }: EditorSetting): string {
  if (type === 'choice') return `one of ${(choices ?? []).join(', ')}`;
  if (type === 'boolean') return 'true or false';
  const bounds = [
    minimum === undefined ? '' : `≥ ${minimum}`,
    above === undefined ? '' : `> ${above}`,
    maximum === undefined ? '' : `≤ ${maximum}`,
  ].filter(Boolean);
  return [type === 'integer' ? 'a whole number' : 'a number', bounds.join(' and ')].filter(Boolean).join(' ');
}
