import type { Editor, EditorSettings, EditorSettingValue, EditSettings, Warning } from '@alphaedit/spec';
import { nearestName, SettingsError } from '@alphaedit/spec';
import { otherMethod } from './other-method.js';
import {
  BATCH_NAMES,
  DONE_ANYWAY,
  IGNORED_NAMES,
  PUBLISHED_NAMES,
  PUBLISHED_OWN,
  REFUSALS,
  SETTING_NAMES,
  settingsSchema,
} from './settings-schema.js';

/** An editor as far as its settings go. */
export type SettingsOwner = Pick<Editor, 'id' | 'settings'>;

/** What a file of settings, or an object of them, says. */
export interface ParsedSettings {
  /** Settings that all editors share, under our names. */
  readonly settings: Partial<EditSettings>;
  /**
   * Those that the editor has of its own. Their names are checked, their values only by the editor's description
   * of them (`resolveEditorSettings`).
   */
  readonly editorSettings: EditorSettings;
  /** Facts per batch, where it says so. */
  readonly batchSize?: number;
  /** Which fields are passed over, and that the settings were made for another method. */
  readonly warnings: readonly Warning[];
}

/**
 * Reads settings out of a parsed file or an object, under our names or the published ones (hparams of AlphaEdit,
 * MEMIT and EasyEdit). Every field is honoured, refused, or named in a warning.
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
): ParsedSettings {
  const file = forEditor(value, source, editor);
  const shared: Record<string, unknown> = {};
  const own: Record<string, EditorSettingValue> = {};
  const ignored: string[] = [];
  let batchSize: number | undefined;
  for (const [name, item] of Object.entries(file)) {
    const [ownName, ownItem] = PUBLISHED_OWN.get(name)?.(item, file) ?? [name, item];
    const refusal = REFUSALS.get(name)?.(item);
    if (refusal !== undefined) throw unsupported(source, name, item, refusal);
    if (isSettingOf(ownName, editor)) {
      if (!isSettingValue(ownItem)) throw invalid(source, `${name}: it is not one value`);
      own[ownName] = ownItem;
    } else if (BATCH_NAMES.includes(name)) batchSize = batchSizeOf(source, name, item);
    else if (IGNORED_NAMES.has(name)) {
      if (!DONE_ANYWAY.has(name) || DONE_ANYWAY.get(name) !== item) ignored.push(name);
    } else if (!isHandled(name) && !others.some((other) => isSettingOf(ownName, other))) {
      const ours = Object.hasOwn(PUBLISHED_NAMES, name) ? PUBLISHED_NAMES[name]! : name;
      if (!(SETTING_NAMES as string[]).includes(ours)) throw unknown(source, name, editor);
      shared[ours] = item;
    }
  }
  const parsed = settingsSchema.partial().safeParse(shared);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw invalid(source, `${path.join('.')}: ${message}`);
  }
  const warnings = [...otherMethod(source, file.alg_name, editor), ...notUsed(source, ignored)];
  return {
    settings: parsed.data,
    editorSettings: own,
    ...(batchSize !== undefined && { batchSize }),
    warnings,
  };
}

const isSettingOf = (name: string, owner: SettingsOwner | undefined) =>
  owner?.settings !== undefined && Object.hasOwn(owner.settings, name);

/** Fields of which all is said once their value is not refused. */
const isHandled = (name: string) => REFUSALS.has(name) || name === 'alg_name';

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

function batchSizeOf(source: string, name: string, value: unknown): number {
  if (Number.isSafeInteger(value) && Number(value) >= 1) return Number(value);
  throw invalid(source, `${name}: it is not a number of facts`);
}

function notUsed(source: string, names: readonly string[]): Warning[] {
  if (names.length === 0) return [];
  const message = `${source}: not used: ${names.join(', ')}. What they say is read off the checkpoint, given with the statistics, or done in one way only.`;
  return [{ code: 'settings-ignored', message, data: { source, names } }];
}

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
  const published = [...Object.keys(PUBLISHED_NAMES), ...PUBLISHED_OWN.keys(), ...REFUSALS.keys()];
  const meant = nearestName(name, [...SETTING_NAMES, ...own, ...BATCH_NAMES, ...published]);
  return new SettingsError({
    code: 'unknown-setting',
    message: `${source}: there is no setting "${name}".`,
    hint: `${meant ? `Did you mean ${meant}? ` : ''}Settings: ${SETTING_NAMES.join(', ')}${own.length > 0 ? `; of ${editor!.id}: ${own.join(', ')}` : ''}.`,
    data: { source, name, ...(meant && { meant }) },
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
