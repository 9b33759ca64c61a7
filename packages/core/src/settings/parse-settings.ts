import type { Editor, EditorSettings, EditorSettingValue, EditSettings } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import {
  IGNORED_NAMES,
  ONLY_VALUES,
  PUBLISHED_NAMES,
  PUBLISHED_OWN,
  SETTING_NAMES,
  settingsSchema,
} from './settings-schema.js';

/** An editor as far as its settings go. */
export type SettingsOwner = Pick<Editor, 'id' | 'settings'>;

/**
 * Settings that all editors share, out of a parsed file or an object, under our names or the published ones.
 *
 * @param source what messages call it: a path or a word
 * @param editor its own settings, and what stands under its id in `editors`, may be among them
 * @param others editors beside it whose own settings may be among them and are passed over
 * @throws {SettingsError} `settings-invalid`, `unknown-setting`, `unsupported-setting`
 */
export function parseSettings(
  value: unknown,
  source: string,
  editor?: SettingsOwner,
  others: readonly SettingsOwner[] = [],
): Partial<EditSettings> {
  const parsed = settingsSchema.partial().safeParse(split(value, source, editor, others).shared);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw invalid(source, `${path.join('.')}: ${message}`);
}

/**
 * The settings that `editor` has of its own, out of the same. Names are checked here, values by the editor's
 * description of them (`resolveEditorSettings`).
 *
 * @throws {SettingsError} as `parseSettings`
 */
export function parseEditorSettings(
  value: unknown,
  source: string,
  editor: SettingsOwner,
  others: readonly SettingsOwner[] = [],
): EditorSettings {
  return split(value, source, editor, others).own;
}

interface Split {
  readonly shared: Readonly<Record<string, unknown>>;
  readonly own: EditorSettings;
}

function split(
  value: unknown,
  source: string,
  editor: SettingsOwner | undefined,
  others: readonly SettingsOwner[],
): Split {
  const shared: Record<string, unknown> = {};
  const own: Record<string, EditorSettingValue> = {};
  for (const [name, item] of Object.entries(forEditor(value, source, editor))) {
    const [ownName, ownItem] = PUBLISHED_OWN.get(name)?.(item) ?? [name, item];
    if (editor?.settings && Object.hasOwn(editor.settings, ownName)) {
      if (!isSettingValue(ownItem)) throw invalid(source, `${name}: it is not one value`);
      own[ownName] = ownItem;
      continue;
    }
    const ours = Object.hasOwn(PUBLISHED_NAMES, name) ? PUBLISHED_NAMES[name]! : name;
    const only = ONLY_VALUES.get(name);
    if (only && item !== only.value) throw unsupported(source, name, item, only.why);
    if (only || IGNORED_NAMES.has(name)) continue;
    if (others.some(({ settings }) => settings && Object.hasOwn(settings, ownName))) continue;
    if (!(SETTING_NAMES as string[]).includes(ours)) throw unknown(source, name, editor);
    shared[ours] = item;
  }
  return { shared, own };
}

/**
 * The flat settings of a file with what it holds for one editor over them: `editors` lists settings by the
 * editor's id; for `rect+nullspace` those of `rect` count too.
 */
function forEditor(
  value: unknown,
  source: string,
  editor: SettingsOwner | undefined,
): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw invalid(source, 'it is not an object of settings');
  const { editors = {}, ...flat } = value;
  if (!isObject(editors)) throw invalid(source, 'editors: it is not an object of settings by editor');
  const [base = ''] = (editor?.id ?? '').split('+');
  const sections = editor ? [...new Set([base, editor.id])] : [];
  const merged: Record<string, unknown> = { ...flat };
  for (const id of sections) {
    const section = Object.hasOwn(editors, id) ? editors[id] : {};
    if (!isObject(section)) throw invalid(source, `editors.${id}: it is not an object of settings`);
    Object.assign(merged, section);
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSettingValue = (value: unknown): value is EditorSettingValue =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

function invalid(source: string, problem: string): SettingsError {
  return new SettingsError({
    code: 'settings-invalid',
    message: `${source}: ${problem}.`,
    hint: 'Correct the value; `layers` is a list of block numbers, everything else one value.',
    data: { source },
  });
}

function unknown(source: string, name: string, editor: SettingsOwner | undefined): SettingsError {
  const own = Object.keys(editor?.settings ?? {});
  return new SettingsError({
    code: 'unknown-setting',
    message: `${source}: there is no setting "${name}".`,
    hint: `Settings: ${SETTING_NAMES.join(', ')}${own.length > 0 ? `; of ${editor!.id}: ${own.join(', ')}` : ''}.`,
    data: { source, name },
  });
}

function unsupported(source: string, name: string, value: unknown, why: string): SettingsError {
  return new SettingsError({
    code: 'unsupported-setting',
    message: `${source}: ${name} is ${JSON.stringify(value)}; ${why}.`,
    hint: `Leave ${name} out, or use settings made for what is supported.`,
    data: { source, name },
  });
}
